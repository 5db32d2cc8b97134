import { Badge, List } from 'antd-mobile'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { Page } from '@/shared/mobile/Page'

import { useWords } from './words'

interface Props {
  readonly corner: ReactNode
  readonly unread: number
  /** What other rooms offer here, as `HomeEntry`s. */
  readonly children: ReactNode
}

/** 个人中心: where everything of a patient begins. */
export function HomePage({ corner, unread, children }: Props): ReactNode {
  const words = useWords()
  const { session } = useBackend()
  return (
    <Page title={words.home.title} corner={corner}>
      <section className="phone-card">
        <h2 data-testid="hello">{words.home.hello(session.account.name)}</h2>
        <p className="phone-calm">{session.institution.name}</p>
      </section>
      <List>
        {children}
        <HomeEntry to="messages" name={words.home.messages} note={unread === 0 ? '' : words.home.unread(unread)} count={unread} />
        <HomeEntry to="settings" name={words.home.settings} />
      </List>
    </Page>
  )
}

/** A line that leads to a page. */
interface EntryProps {
  /** The page behind it, as in the address. */
  readonly to: string
  readonly name: string
  readonly note?: ReactNode
  readonly count?: number
}

export function HomeEntry({ to, name, note, count = 0 }: EntryProps): ReactNode {
  const extra = count > 0 ? <Badge content={count}>{note}</Badge> : note
  return (
    <List.Item extra={extra} data-testid={`entry-${to.replace('/', '-')}`} clickable={false} arrowIcon onClick={() => { location.hash = to }}>
      <a href={`#${to}`} className="patient-entry">{name}</a>
    </List.Item>
  )
}
