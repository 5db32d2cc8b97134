import { Input, InputNumber, Modal, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'

import type { Offer } from './row'
import type { Item } from './values'
import { useWords } from './words'

interface Props {
  readonly offers: readonly Offer[]
  readonly chosen: readonly Item[]
  readonly onAdd: (items: readonly Item[]) => void
  readonly onClose: () => void
}

/** Chooses from the catalogue (RIS-037); the price of what is chosen may be changed. One type of examination at a time. */
export function AddItemDialog({ offers, chosen, onAdd, onClose }: Props): ReactNode {
  const words = useWords()
  const [typed, setTyped] = useState('')
  const [picked, setPicked] = useState<readonly Item[]>(chosen)
  const type = offers.find((offer) => picked.some((item) => item.code === offer.code))?.exam_type
  const low = typed.trim().toLowerCase()
  const shown = offers.filter((offer) => [offer.name, offer.code, offer.part, offer.exam_type].some((text) => text.toLowerCase().includes(low)))
  const isPicked = (code: string) => picked.find((item) => item.code === code)
  const toggle = (offer: Offer) => {
    const { code, name, part, price } = offer
    setPicked(isPicked(code) === undefined ? [...picked, { code, name, part, price }] : picked.filter((item) => item.code !== code))
  }
  const columns: TableColumnsType<Offer> = [
    { title: words.examType, dataIndex: 'exam_type', width: 90 },
    { title: words.item.name, dataIndex: 'name' },
    { title: words.item.code, dataIndex: 'code', width: 110 },
    { title: words.item.part, dataIndex: 'part', width: 90 },
    {
      title: words.item.price,
      width: 130,
      render: (_, offer) => {
        const item = isPicked(offer.code)
        return (
          <InputNumber
            size="small"
            className="wide"
            min={0}
            precision={2}
            aria-label={`${words.item.price} ${offer.name}`}
            value={(item ?? offer).price / 100}
            disabled={item === undefined}
            onClick={(event) => event.stopPropagation()}
            onChange={(price) => setPicked(picked.map((one) => (one.code === offer.code ? { ...one, price: Math.round((price ?? 0) * 100) } : one)))}
          />
        )
      },
    },
  ]
  return (
    <Modal
      open
      title={words.item.add}
      width={760}
      okText={words.item.ok}
      cancelText={words.item.cancel}
      okButtonProps={{ id: 'items-ok' }}
      onOk={() => onAdd(picked)}
      onCancel={onClose}
    >
      <Input autoFocus allowClear data-testid="item-find" value={typed} placeholder={words.item.find} onChange={(event) => setTyped(event.target.value)} />
      <Table<Offer>
        rowKey="code"
        size="small"
        columns={columns}
        dataSource={shown}
        pagination={{ pageSize: 8, hideOnSinglePage: true }}
        locale={{ emptyText: words.item.none }}
        rowSelection={{
          selectedRowKeys: picked.map((item) => item.code),
          hideSelectAll: true,
          getCheckboxProps: (offer) => ({ disabled: type !== undefined && offer.exam_type !== type }),
          onSelect: (offer) => toggle(offer),
        }}
      />
    </Modal>
  )
}
