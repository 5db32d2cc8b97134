import './registration.css'

import { App, Form } from 'antd'
import { type ReactNode, useState } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'

import { DetailDialog } from './DetailDialog'
import { fillIn, RegisterForm } from './RegisterForm'
import type { Found } from './row'
import { SlotPicker } from './SlotPicker'
import { TodayList } from './TodayList'
import { useChoices } from './useChoices'
import { useRowActs } from './useRowActs'
import { useSending } from './useSending'
import { useWords } from './words'

/** The desk: on the left today's list and the slots, on the right what is filled in. */
export function Desk({ referral }: { readonly referral: boolean }): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { message } = App.useApp()
  const choices = useChoices(referral)
  const sending = useSending()
  const acts = useRowActs()
  const { form } = sending
  const roomId = Form.useWatch('room_id', { form, preserve: true }) ?? null
  const slotAt = Form.useWatch('slot_at', { form, preserve: true }) ?? null
  const [dialog, setDialog] = useState<{ readonly id: string; readonly editing: boolean } | null>(null)
  const found = (request: Found) => {
    fillIn(form, request, choices.today)
    const order = request.orders[0]
    void message.success(order === undefined ? words.noOrder : words.loaded(order.order_no))
  }
  const take = async (orderId: string) => {
    try {
      found(await post('/api/registration/show-order', { order_id: orderId }))
    } catch (error) {
      void message.error(explain(error), 6)
    }
  }
  const pick = (at: string | null) => form.setFieldsValue({ slot_at: at, pre_exam_time: at })
  return (
    <main className="desk">
      <div className="desk-left">
        <TodayList referrals={referral} acts={acts} onTake={(id) => void take(id)} onDetail={(id) => setDialog({ id, editing: false })} onEdit={(id) => setDialog({ id, editing: true })} />
        {!referral && (
          <SlotPicker roomId={roomId} roomName={choices.rooms.find((room) => room.id === roomId)?.name ?? ''} today={choices.today} picked={slotAt} onPick={pick} />
        )}
      </div>
      <RegisterForm referral={referral} choices={choices} sending={sending} onFound={found} onDone={(id, barcode) => barcode && acts.print(id, 'barcode')} />
      {dialog !== null && <DetailDialog key={dialog.id} id={dialog.id} editing={dialog.editing} choices={choices} onClose={() => setDialog(null)} />}
    </main>
  )
}
