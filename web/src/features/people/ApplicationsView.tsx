import '@/shared/ui/list.css'
import './grants.css'

import { ArrowLeftOutlined, UnlockOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Badge, Button, Card as Box, Spin } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { yuan } from '@/shared/resources/values'

import { ApplicationDialog } from './ApplicationDialog'
import { ApplicationHistory } from './ApplicationHistory'
import { useGrantWords } from './grantWords'
import { type Card, MANAGED, STATE_COLORS } from './terms'
import { useMay } from './useOptions'

type Open = { readonly is: 'terms' | 'history'; readonly code: string } | null

const OTHERS_MS = 10_000

/** What an institution has of the house's applications, and on which terms (应用管理). */
export function ApplicationsView({ institution }: { readonly institution: string }): ReactNode {
  const words = useGrantWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const [open, setOpen] = useState<Open>(null)
  const tenant = useQuery({ queryKey: ['people', 'tenant', institution], queryFn: () => post('/api/access/show-tenant', { institution_id: institution }) })
  const found = useQuery({ queryKey: ['people', 'applications', institution], queryFn: () => post('/api/access/list-applications', { institution_id: institution }), refetchInterval: OTHERS_MS })
  const nameOf = (card: Card) => (i18n.language === 'en' ? card.en : card.zh)
  const cards = found.data ?? []
  const card = cards.find(({ code }) => code === open?.code)
  const close = () => setOpen(null)
  const part = (label: string, name: string, shown: readonly Card[], empty: string) => (
    <section className="list applications" aria-label={label} data-testid={`applications-${name}`}>
      <h3>{label}</h3>
      {shown.length === 0 && <p className="calm">{empty}</p>}
      <div className="application-cards">{shown.map((one) => <ApplicationCard key={one.code} institution={institution} card={one} name={nameOf(one)} onOpen={setOpen} />)}</div>
    </section>
  )
  return (
    <main className="page">
      <header className="applications-head">
        <Button icon={<ArrowLeftOutlined />} href="#tenants" data-testid="back">{words.back}</Button>
        <h2>{words.of(tenant.data?.name ?? '')}</h2>
      </header>
      {found.error !== null && <Alert type="error" showIcon title={explain(found.error)} />}
      {found.isPending && <Spin />}
      {found.data !== undefined && part(words.opened, 'opened', cards.filter(({ state }) => state !== 'not_opened'), words.noneOpened)}
      {found.data !== undefined && part(words.notOpened, 'closed', cards.filter(({ state }) => state === 'not_opened'), words.allOpened)}
      {open?.is === 'terms' && card !== undefined && <ApplicationDialog institution={institution} card={card} name={nameOf(card)} onClose={close} />}
      {open?.is === 'history' && card !== undefined && <ApplicationHistory institution={institution} code={card.code} name={nameOf(card)} onClose={close} />}
    </main>
  )
}

interface CardProps {
  readonly institution: string
  readonly card: Card
  readonly name: string
  readonly onOpen: (open: Open) => void
}

/** One application; its state stands in the upper right corner. */
function ApplicationCard({ institution, card, name, onOpen }: CardProps): ReactNode {
  const words = useGrantWords()
  const has = useMay()
  const may = has('access.edit_tenants') && card.grantable
  const managed = MANAGED[card.code]
  const { code, terms } = card
  const terms_ = () => onOpen({ is: 'terms', code })
  return (
    <Badge.Ribbon text={words.states[card.state]} color={STATE_COLORS[card.state]}>
      <Box size="small" title={name} data-testid={`application-${code}`} data-state={card.state}>
        {terms !== null && (
          <dl>
            <dt>{words.validity}</dt><dd className="figures">{terms.starts} – {terms.ends ?? words.forGood}{card.days_left !== null && card.days_left > 0 && ` (${words.left(card.days_left)})`}</dd>
            <dt>{words.payment}</dt><dd>{words.payments[terms.payment]} <span className="figures">¥{yuan(terms.amount)}</span></dd>
            {terms.note !== '' && <><dt>{words.note}</dt><dd>{terms.note}</dd></>}
          </dl>
        )}
        {!card.grantable && terms === null && <p className="calm">{words.notYours}</p>}
        <div className="row-actions">
          {may && terms === null && <Button type="primary" icon={<UnlockOutlined />} data-testid="unlock" onClick={terms_}>{words.unlock}</Button>}
          {may && terms !== null && <Button data-testid="change" onClick={terms_}>{words.change}</Button>}
          {terms !== null && managed !== undefined && has(managed.needs) && <Button href={`#${managed.page}/${institution}`} data-testid="manage">{words.look}</Button>}
          {terms !== null && <Button type="link" data-testid="history" onClick={() => onOpen({ is: 'history', code })}>{words.history}</Button>}
        </div>
      </Box>
    </Badge.Ribbon>
  )
}
