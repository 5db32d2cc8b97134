import './samples.css'

import { Button, NoticeBar, SpinLoading, Tag } from 'antd-mobile'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { Page } from '@/shared/mobile/Page'
import { tell } from '@/shared/mobile/tell'

import { CopyButton } from './CopyButton'
import { contentOf } from './form'
import { type Desk, type OwnSample, useMine } from './mine'
import { viewOf } from './model'
import { ReasonSheet } from './ReasonSheet'
import { ReceivingCard } from './ReceivingCard'
import { SampleForm } from './SampleForm'
import { SampleSheet } from './SampleSheet'
import { useWords } from './words'

/** 送检信息: the form while it may be written, else what was written and what can be done. */
export function MySamplePage({ corner }: { readonly corner: ReactNode }): ReactNode {
  const { my } = useWords()
  const { sample, desk, state, error } = useMine()
  return (
    <Page title={my.entry} back="#me" corner={corner}>
      {error !== null && <NoticeBar color="error" content={explain(error)} />}
      {state === 'stale' && <NoticeBar color="alert" content={my.unreadable} />}
      {state === 'connecting' || desk === undefined ? <SpinLoading className="patient-spin" /> : <Sheet sample={sample} desk={desk} />}
    </Page>
  )
}

function Sheet({ sample, desk }: { readonly sample: OwnSample | null; readonly desk: Desk }): ReactNode {
  const words = useWords()
  if (!sample?.state) {
    return (
      <section className="phone-card phone-actions" data-testid="sample-closed">
        <p>{words.my.closed}</p>
        <Button block color="primary" onClick={() => { location.hash = 'samples/materials' }}>{words.my.toMaterials}</Button>
      </section>
    )
  }
  const view = viewOf(sample.state)
  return (
    <>
      <p className="sample-state" role="status" aria-live="polite">
        {words.fields.status} <Tag color="primary" data-testid="sample-state" data-state={sample.state}>{words.states[sample.state]}</Tag>
      </p>
      {view === 'form' && <Filling sample={sample} desk={desk} />}
      {view === 'effective' && <Effective sample={sample} desk={desk} />}
      {view === 'waiting' && <Waiting sample={sample} />}
      {view === 'returned' && <Returned sample={sample} />}
    </>
  )
}

function Filling({ sample, desk }: { readonly sample: OwnSample; readonly desk: Desk }): ReactNode {
  const { my } = useWords()
  const { post } = useBackend()
  const [type, setType] = useState(sample.sample_type_id ?? '')
  const iced = desk.types.some((one) => one.id === type && one.iced)
  return (
    <>
      {sample.change_reason !== '' && <NoticeBar color="success" content={<span data-testid="change-approved">{my.approved}</span>} wrap />}
      <ReceivingCard receiving={desk.receiving} iced={iced} />
      <SampleForm
        initial={contentOf(sample)}
        types={desk.types}
        consent={{ version: desk.receiving.consent_version, text: desk.consent }}
        onType={setType}
        onSubmit={(content, version) => post('/api/samples/submit-sample', { content, agreed: true, consent_version: version }, 'command')}
      />
    </>
  )
}

function Effective({ sample, desk }: { readonly sample: OwnSample; readonly desk: Desk }): ReactNode {
  const { my, fields } = useWords()
  const { post } = useBackend()
  const [asking, setAsking] = useState(false)
  const done = () => {
    setAsking(false)
    tell(my.asked)
  }
  return (
    <>
      {sample.rejection !== '' && (
        <section className="phone-card sample-refused" role="alert" data-testid="rejection">
          <h2>{my.rejected}</h2>
          <p>{fields.rejection}：{sample.rejection}</p>
        </section>
      )}
      <SampleSheet sample={sample} />
      <section className="phone-card" data-testid="friendly">
        <h2>{my.tipTitle}</h2>
        <p>{my.friendly(desk.receiving.platform_phone)}</p>
        <Button block color="primary" data-testid="ask-change" onClick={() => setAsking(true)}>{my.askChange}</Button>
      </section>
      <ReceivingCard receiving={desk.receiving} />
      {asking && <ReasonSheet onSend={(reason) => post('/api/samples/ask-for-change', { reason }, 'command')} onDone={done} onClose={() => setAsking(false)} />}
    </>
  )
}

function Waiting({ sample }: { readonly sample: OwnSample }): ReactNode {
  const { my, fields } = useWords()
  return (
    <>
      <section className="phone-card" data-testid="change-waiting">
        <p>{my.waiting}</p>
        <p>{fields.reason}：{sample.change_reason}</p>
      </section>
      <SampleSheet sample={sample} />
    </>
  )
}

function Returned({ sample }: { readonly sample: OwnSample }): ReactNode {
  const { my, fields } = useWords()
  return (
    <>
      <section className="phone-card" data-testid="returned">
        <h2>{my.returned}</h2>
        <dl className="phone-pairs"><dt>{fields.returnNo}</dt><dd data-testid="return-no">{sample.return_no}</dd></dl>
        <CopyButton text={sample.return_no} name={my.copyNo} id="copy-return" />
      </section>
      <SampleSheet sample={sample} />
    </>
  )
}
