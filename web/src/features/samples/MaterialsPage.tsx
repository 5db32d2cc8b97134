import './samples.css'

import { Button, Form, Input, NoticeBar, SpinLoading, Tag } from 'antd-mobile'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { Page } from '@/shared/mobile/Page'
import { PAPERS, PHOTOS } from '@/shared/mobile/photos'
import { Photo, PhotosField } from '@/shared/mobile/PhotosField'
import { tell } from '@/shared/mobile/tell'
import { useSubmit } from '@/shared/mobile/useSubmit'
import { useUploads } from '@/shared/mobile/useUploads'

import { MATERIALS, type Materials, materialsOf, type MaterialsKind } from './form'
import { type OwnSample, useMine } from './mine'
import { useWords } from './words'

const KINDS: Readonly<Record<MaterialsKind, { purpose: string; formats: readonly string[]; needed: boolean }>> = {
  identity: { purpose: 'samples.identity', formats: PHOTOS, needed: true },
  documents: { purpose: 'samples.document', formats: PAPERS, needed: true },
  signed: { purpose: 'samples.signed', formats: PAPERS, needed: false },
}

/** 实名认证与资料: the patient sends who he is and his papers, and learns what the review says. */
export function MaterialsPage({ corner }: { readonly corner: ReactNode }): ReactNode {
  const { materials, my, reviews } = useWords()
  const { sample, state } = useMine()
  const review = sample?.review ?? 'none'
  return (
    <Page title={materials.title} back="#me" corner={corner}>
      {state === 'stale' && <NoticeBar color="alert" content={my.unreadable} />}
      {state === 'connecting' ? <SpinLoading className="patient-spin" /> : (
        <>
          <section className="phone-card" role="status" aria-live="polite" data-testid="review" data-review={review}>
            <Tag color="primary">{reviews[review]}</Tag>
            <p>{materials[review]}</p>
            {review === 'rejected' && <p data-testid="review-reason">{sample?.review_reason} · {materials.again}</p>}
          </section>
          {review === 'none' || review === 'rejected' ? <MaterialsForm sample={sample} /> : <Sent sample={sample} />}
          {review === 'passed' && <Button block color="primary" data-testid="to-approved" onClick={() => { location.hash = 'samples/approved' }}>{my.fill}</Button>}
        </>
      )}
    </Page>
  )
}

function useKindWords(): Readonly<Record<MaterialsKind, { name: string; hint: string }>> {
  const { kinds, materials } = useWords()
  return {
    identity: { name: kinds.identity, hint: materials.identityHint },
    documents: { name: kinds.document, hint: materials.documentHint },
    signed: { name: kinds.signed, hint: materials.signedHint },
  }
}

function MaterialsForm({ sample }: { readonly sample: OwnSample | null }): ReactNode {
  const { materials, needed } = useWords()
  const words = useKindWords()
  const { post } = useBackend()
  const [form] = Form.useForm()
  const { busy, submit } = useSubmit(form)
  const uploads = useUploads()
  const send = async ({ name, ...files }: Materials) => {
    if (uploads.underWay()) return
    const body = { name: name.trim(), identity: [...files.identity], documents: [...files.documents], signed: [...files.signed] }
    if (await submit(() => post('/api/samples/send-materials', body, 'command'))) tell(materials.sent)
  }
  const some = (what: string) => ({
    validator: (_: unknown, ids: unknown) => (Array.isArray(ids) && ids.length > 0 ? Promise.resolve() : Promise.reject(new Error(needed(what)))),
  })
  return (
    <Form
      form={form}
      layout="vertical"
      mode="card"
      name="materials"
      initialValues={materialsOf(sample)}
      onFinish={(given: Materials) => void send(given)}
      footer={<Button block color="primary" size="large" type="submit" loading={busy} data-testid="send-materials">{materials.submit}</Button>}
    >
      <Form.Item name="name" label={materials.name} rules={[{ required: true, whitespace: true, message: needed(materials.name) }]}>
        <Input maxLength={50} autoComplete="name" aria-label={materials.name} data-testid="real-name" />
      </Form.Item>
      {MATERIALS.map((kind) => (
        <Form.Item key={kind} name={kind} label={words[kind].name} description={words[kind].hint} required={KINDS[kind].needed} rules={KINDS[kind].needed ? [some(words[kind].name)] : []}>
          <PhotosField name={words[kind].name} purpose={KINDS[kind].purpose} formats={KINDS[kind].formats} onBusy={uploads.note(kind)} />
        </Form.Item>
      ))}
    </Form>
  )
}

function Sent({ sample }: { readonly sample: OwnSample | null }): ReactNode {
  const words = useKindWords()
  if (sample === null) return null
  return MATERIALS.filter((kind) => sample[kind].length > 0).map((kind) => (
    <section key={kind} className="phone-card">
      <h2>{words[kind].name}</h2>
      <ul className="phone-photos">
        {sample[kind].map((file, place) => <li key={file.file_id}><Photo fileId={file.file_id} name={`${words[kind].name} ${place + 1}`} /></li>)}
      </ul>
    </section>
  ))
}
