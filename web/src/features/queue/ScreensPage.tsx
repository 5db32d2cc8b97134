import './queue.css'

import { Alert, Button, Select, Spin } from 'antd'
import { type ReactNode, useState } from 'react'

import { explain } from '@/shared/i18n/explain'

import { useDesk } from './backend'
import { ScreenDialog, type ScreenForm } from './ScreenDialog'
import { ScreenTable } from './ScreenTable'
import { useScreenWords } from './screenWords'
import { useRooms } from './useRooms'
import { type Names, type PairedScreen, type Screens, useScreens } from './useScreens'

const NAMES: readonly Names[] = ['masked', 'full', 'number']

/** What the dialog is about: a screen to change, or digits to pair (empty: to be typed). */
type Asked = { readonly screen: PairedScreen } | { readonly digits: string }

/** 叫号屏管理: pairs the lobby's screens and shows how they are. */
export default function ScreensPage(): ReactNode {
  const words = useScreenWords()
  const { session } = useDesk()
  const screens = useScreens()
  const rooms = useRooms()
  const [asked, setAsked] = useState<Asked | null>(null)
  if (screens.list === undefined) {
    return screens.error === null ? <Spin size="large" className="whole" /> : <Alert banner type="error" title={explain(screens.error)} />
  }
  const save = async ({ digits, name, room_ids, code }: ScreenForm) => {
    const room = { name: name.trim(), room_ids }
    const saved = asked !== null && 'screen' in asked ? screens.change({ ...room, code }) : screens.approve({ ...room, digits, code })
    if (await saved) setAsked(null)
  }
  return (
    <>
      {screens.error !== null && <Alert banner type="warning" title={`${words.stale} · ${explain(screens.error)}`} />}
      <main className="queue">
        <section className="toolbar">
          <div className="filters">
            <label>
              <span>{words.names}</span>
              <Select
                size="large"
                data-testid="names-select"
                aria-label={words.names}
                value={screens.list.names as Names}
                onChange={(names: Names) => void screens.chooseNames(names)}
                options={NAMES.map((value) => ({ value, label: words.name[value] }))}
              />
            </label>
          </div>
          <Button type="primary" size="large" data-testid="pair-screen" onClick={() => setAsked({ digits: '' })}>
            {words.pair}
          </Button>
          <Waiting screens={screens} onApprove={(digits) => setAsked({ digits })} />
        </section>
        <div className="queue-table">
          <ScreenTable
            screens={screens.list.screens}
            zone={session.institution.time_zone}
            onEdit={(screen) => setAsked({ screen })}
            onRevoke={(screen) => void screens.revoke(screen.code)}
          />
        </div>
      </main>
      {asked !== null && (
        <ScreenDialog
          screen={'screen' in asked ? asked.screen : null}
          digits={'digits' in asked ? asked.digits : ''}
          rooms={rooms.all}
          screens={screens.list.screens}
          busy={screens.busy}
          onClose={() => setAsked(null)}
          onSave={(form) => void save(form)}
        />
      )}
    </>
  )
}

/** Screens that were opened for this institution (`/screen/new?tid=…`) and wait. */
function Waiting({ screens, onApprove }: { readonly screens: Screens; readonly onApprove: (digits: string) => void }): ReactNode {
  const words = useScreenWords()
  const waiting = screens.list?.waiting ?? []
  if (waiting.length === 0) return null
  return (
    <ul className="counts" data-testid="waiting-screens">
      <li className="counts-total">{words.waiting}</li>
      {waiting.map(({ digits }) => (
        <li key={digits}>
          <b>{digits}</b>
          <Button type="primary" onClick={() => onApprove(digits)}>{words.approve}</Button>
          <Button onClick={() => void screens.refuse(digits)}>{words.refuse}</Button>
        </li>
      ))}
    </ul>
  )
}
