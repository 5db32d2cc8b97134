import './messages.css'

import { BellOutlined } from '@ant-design/icons'
import { Badge, Button, Popover } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { useAlarm } from '@/shared/sound/useAlarm'

import { BellList } from './BellList'
import { Popups } from './Popups'
import { SoundButton } from './SoundButton'
import { levelOf } from './types'
import { useArrivals } from './useArrivals'
import { useInbox } from './useInbox'
import { useWords } from './words'

/** In the header: how many messages are unread, whether they can be heard; and above the page, what has just come. */
export function MessageBell(): ReactNode {
  const words = useWords()
  const { session } = useBackend()
  const { unread, see, shown } = useInbox()
  const { alarm, voice } = useAlarm()
  const popups = useArrivals(unread, session.account.id, alarm, shown)
  const [open, setOpen] = useState(false)
  const urgent = unread.some((message) => levelOf(message) === 'high')
  return (
    <>
      <SoundButton alarm={alarm} voice={voice} />
      <Popover
        trigger="click"
        placement="bottomRight"
        open={open}
        onOpenChange={setOpen}
        content={<BellList unread={unread} zone={session.institution.time_zone} onSee={see} onLeave={() => setOpen(false)} />}
      >
        <Badge count={unread.length} size="small" overflowCount={99} data-testid="bell-count">
          <Button type="text" icon={<BellOutlined />} danger={urgent} aria-label={words.bell(unread.length)} data-testid="bell" data-unread={unread.length} />
        </Badge>
      </Popover>
      <Popups messages={popups} zone={session.institution.time_zone} onSee={see} />
    </>
  )
}
