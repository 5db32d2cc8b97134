import { MutedOutlined, SoundOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'

import type { Alarm, Voice } from '@/shared/sound/alarm'
import { useNow } from '@/shared/time/useNow'

import { useWords } from './words'

interface Props {
  readonly alarm: Alarm
  readonly voice: Voice
}

/** Whether alerts can be heard; pauses the sound, and says for how long. */
export function SoundButton({ alarm, voice }: Props): ReactNode {
  const words = useWords()
  if (voice.until !== null) return <Paused until={voice.until} onResume={alarm.resume} />
  // Any click on the page lets the sound on, this one too.
  if (voice.is === 'off') {
    return (
      <Tooltip title={words.soundOffHint}>
        <Button type="text" className="sound" icon={<MutedOutlined />} data-testid="sound" data-voice="off">{words.soundOff}</Button>
      </Tooltip>
    )
  }
  return <Button type="text" className="sound" icon={<SoundOutlined />} aria-label={words.soundOn} title={words.soundOn} data-testid="sound" data-voice="on" onClick={alarm.pause} />
}

function Paused({ until, onResume }: { readonly until: number; readonly onResume: () => void }): ReactNode {
  const words = useWords()
  const seconds = Math.max(0, Math.ceil((until - useNow()) / 1000))
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <Button type="text" danger className="sound" icon={<MutedOutlined />} title={words.soundResume} data-testid="sound" data-voice="paused" onClick={onResume}>
      {words.soundPaused(left)}
    </Button>
  )
}
