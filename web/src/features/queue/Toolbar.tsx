import { Button, Select, Switch, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useDesk } from './backend'
import { HelpButton } from './HelpButton'
import { type LineRow, STATES, who } from './row'
import type { RoomChoice } from './useRooms'

interface Props {
  readonly tabs: ReactNode
  readonly rooms: RoomChoice
  readonly rows: readonly LineRow[]
  readonly examType: string | null
  readonly auto: boolean
  readonly calling: boolean
  readonly helpOpen: boolean
  readonly onExamType: (type: string | null) => void
  readonly onAuto: (on: boolean) => void
  readonly onCallFirst: () => void
  readonly onHelp: (open: boolean) => void
}

export function Toolbar(props: Props): ReactNode {
  const { t } = useTranslation()
  const { session } = useDesk()
  const mayCall = session.account.permissions.includes('queue.call')
  return (
    <section className="toolbar" aria-label={t('queue.today')}>
      {props.tabs}
      <Filters {...props} />
      <div className="toolbar-end">
        <label className="auto">
          <Switch data-testid="auto-refresh" checked={props.auto} onChange={props.onAuto} aria-label={t('queue.autoRefresh')} />
          {t('queue.autoRefresh')}
        </label>
        <HelpButton open={props.helpOpen} onOpen={props.onHelp} />
        {mayCall && <CallFirst {...props} />}
      </div>
      <Counts rows={props.rows} />
    </section>
  )
}

function Filters({ rooms, rows, examType, onExamType }: Props): ReactNode {
  const { t } = useTranslation()
  const types = [...new Set([...(rooms.room?.exam_types ?? []), ...rows.map((row) => row.exam_type)])]
  return (
    <div className="filters">
      <label>
        <span>{t('queue.campus')}</span>
        <Select
          size="large"
          data-testid="campus-select"
          aria-label={t('queue.campus')}
          value={rooms.campus ?? ''}
          onChange={(campus) => rooms.chooseCampus(campus === '' ? null : campus)}
          options={[{ value: '', label: t('queue.allCampuses') }, ...rooms.campuses.map((value) => ({ value, label: value }))]}
        />
      </label>
      <label>
        <span>{t('queue.room')}</span>
        <Select
          size="large"
          data-testid="room-select"
          aria-label={t('queue.room')}
          value={rooms.room?.id ?? null}
          loading={rooms.loading}
          onChange={(id: string) => rooms.chooseRoom(id)}
          options={rooms.offered.map((room) => ({ value: room.id, label: room.name }))}
        />
      </label>
      <label>
        <span>{t('queue.examType')}</span>
        <Select
          size="large"
          data-testid="exam-type-select"
          aria-label={t('queue.examType')}
          value={examType ?? ''}
          onChange={(type) => onExamType(type === '' ? null : type)}
          options={[{ value: '', label: t('queue.allTypes') }, ...types.map((value) => ({ value, label: value }))]}
        />
      </label>
    </div>
  )
}

function CallFirst({ rows, calling, onCallFirst, rooms }: Props): ReactNode {
  const { t } = useTranslation()
  const next = rows.find((row) => row.state === 'waiting')
  return (
    <Tooltip title="F2">
      <Button
        data-testid="call-first"
        type="primary"
        size="large"
        className="call-first"
        disabled={rooms.room === null || next === undefined}
        loading={calling}
        onClick={onCallFirst}
      >
        <b>{t('queue.callFirst')}</b>
        <small>{next === undefined ? t('queue.nobody') : `${t('queue.next')} ${who(next)}`}</small>
      </Button>
    </Tooltip>
  )
}

function Counts({ rows }: { readonly rows: readonly LineRow[] }): ReactNode {
  const { t } = useTranslation()
  return (
    <ul className="counts">
      <li className="counts-total">
        {t('queue.today')} <b>{t('queue.total', { count: rows.length })}</b>
      </li>
      {STATES.map((state) => (
        <li key={state} data-state={state} data-testid={`count-${state}`}>
          <i aria-hidden="true" />
          {t(`state.${state}`)} <b>{rows.filter((row) => row.state === state).length}</b>
        </li>
      ))}
    </ul>
  )
}
