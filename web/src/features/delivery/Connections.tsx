import { Input } from 'antd'
import { type ReactNode, useState } from 'react'

import type { Connection, ConnectionList } from './backend'
import { ConnectionTable } from './ConnectionTable'
import { DisconnectDialog } from './DisconnectDialog'
import { useDisconnect } from './useDisconnect'
import type { FilterChoice } from './useFilters'
import { useWords } from './words'

interface Props {
  readonly list: ConnectionList | undefined
  readonly filters: FilterChoice
  /** The present, in milliseconds since 1970. */
  readonly now: number
}

/** The connections of the own institution, with a search, and the way to end them. */
export function Connections({ list, filters, now }: Props): ReactNode {
  const words = useWords()
  const named = words.connections
  const disconnect = useDisconnect()
  const [asked, setAsked] = useState<Connection | null>(null)
  const connections = list?.connections ?? []
  const theirs = connections.filter((one) => one.user_id === asked?.user_id)
  const end = async (again: boolean) => {
    if (asked !== null && (await disconnect.run(asked.user_id, theirs, again))) setAsked(null)
  }
  return (
    <section className="panel" aria-labelledby="delivery-connections" data-testid="connections">
      <div className="panel-head">
        <h2 id="delivery-connections">{named.title}</h2>
        <span className="faint" data-testid="connection-count">
          {list?.complete === false ? named.more(connections.length) : named.count(connections.length)}
        </span>
        <Filter name={named.person} hint={named.personHint} id="person" value={filters.person} onChange={filters.setPerson} />
        <Filter name={named.channel} hint={named.channelHint} id="channel" value={filters.channel} onChange={filters.setChannel} />
      </div>
      <ConnectionTable
        connections={connections}
        loading={list === undefined}
        filtered={filters.person.trim() !== '' || filters.channel.trim() !== ''}
        now={now}
        ordered={disconnect.ordered}
        onDisconnect={setAsked}
      />
      {asked !== null && (
        <DisconnectDialog
          connection={asked}
          count={theirs.length}
          busy={disconnect.busy}
          onClose={() => setAsked(null)}
          onDisconnect={(again) => void end(again)}
        />
      )}
    </section>
  )
}

interface FilterProps {
  readonly name: string
  readonly hint: string
  readonly id: 'person' | 'channel'
  readonly value: string
  readonly onChange: (text: string) => void
}

const LONGEST = { person: 64, channel: 255 } as const

function Filter({ name, hint, id, value, onChange }: FilterProps): ReactNode {
  return (
    <label className="filter" data-filter={id}>
      <span>{name}</span>
      <Input
        allowClear
        data-testid={`filter-${id}`}
        autoComplete="off"
        placeholder={hint}
        maxLength={LONGEST[id]}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
