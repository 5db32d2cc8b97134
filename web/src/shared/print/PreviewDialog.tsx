import './print.css'

import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Modal, Spin } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'

import { explain } from '@/shared/i18n/explain'

import { type Paper, urlOf } from './printPdf'

interface Props {
  readonly words: { readonly preview: string; readonly print: string; readonly close: string }
  /** What the paper is called among the questions asked. */
  readonly name: readonly string[]
  readonly ask: () => Promise<Paper>
  readonly onPrint: (paper: Paper) => Promise<unknown>
  readonly onClose: () => void
}

/** How a paper will look, and from here to the printer (预览打印). */
export function PreviewDialog({ words, name, ask, onPrint, onClose }: Props): ReactNode {
  const { data, error } = useQuery({ queryKey: ['paper', ...name], queryFn: ask, gcTime: 0, staleTime: Infinity })
  const [printing, setPrinting] = useState(false)
  const print = (paper: Paper) => {
    setPrinting(true)
    void onPrint(paper).then(onClose).finally(() => setPrinting(false))
  }
  const footer = [
    <Button key="close" onClick={onClose}>{words.close}</Button>,
    <Button key="print" type="primary" data-testid="preview-print" loading={printing} disabled={data === undefined} onClick={() => data !== undefined && print(data)}>{words.print}</Button>,
  ]
  return (
    <Modal open title={words.preview} width={900} footer={footer} onCancel={onClose}>
      <div className="print-preview" data-testid="print-preview">
        {error !== null && <Alert type="error" showIcon title={explain(error)} />}
        {data === undefined && error === null && <Spin />}
        {data !== undefined && <Sheets paper={data} />}
      </div>
    </Modal>
  )
}

/** The browser's own viewer of PDF files. */
function Sheets({ paper }: { readonly paper: Paper }): ReactNode {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const made = urlOf(paper)
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address is an outside thing that lives as long as the frame
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [paper])
  return url === null ? <Spin /> : <iframe src={url} title={paper.name} />
}
