import { Form, Input, Modal, Select } from 'antd'
import type { ReactNode } from 'react'

import { useScreenWords } from './screenWords'
import type { Room } from './useRooms'
import type { PairedScreen } from './useScreens'

export interface ScreenForm {
  readonly digits: string
  readonly name: string
  readonly room_ids: string[]
  readonly code: string
}

interface Props {
  /** The screen to change; null pairs one. */
  readonly screen: PairedScreen | null
  readonly digits: string
  readonly rooms: readonly Room[]
  readonly screens: readonly PairedScreen[]
  readonly busy: boolean
  readonly onClose: () => void
  readonly onSave: (form: ScreenForm) => void
}

const MOST_ROOMS = 20
const LONGEST_NAME = 50

/** What a screen is called and which rooms it shows; for a new one also the digits that it shows. */
export function ScreenDialog({ screen, digits, rooms, screens, busy, onClose, onSave }: Props): ReactNode {
  const words = useScreenWords().dialog
  const [form] = Form.useForm<ScreenForm>()
  const first = { digits, name: screen?.name ?? '', room_ids: screen?.rooms.map((room) => room.id) ?? [], code: screen?.code ?? '' }
  const take = (code: string) => {
    const old = screens.find((one) => one.code === code)
    if (old !== undefined) form.setFieldsValue({ name: old.name, room_ids: old.rooms.map((room) => room.id) })
  }
  return (
    <Modal
      open
      title={screen === null ? words.pair : words.edit}
      okText={words.ok}
      cancelText={words.cancel}
      okButtonProps={{ id: 'screen-ok' }}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={form.submit}
      width={480}
    >
      <Form<ScreenForm> form={form} layout="vertical" initialValues={first} onFinish={onSave} requiredMark={false}>
        {screen === null && (
          <>
            <Form.Item name="digits" label={words.digits} rules={[{ required: true, pattern: /^\d{6}$/, message: words.digitsWrong }]}>
              <Input inputMode="numeric" maxLength={6} size="large" autoFocus={digits === ''} autoComplete="off" />
            </Form.Item>
            <Form.Item name="code" label={words.replace}>
              <Select
                options={[{ value: '', label: words.fresh }, ...screens.map((one) => ({ value: one.code, label: one.name }))]}
                onChange={take}
              />
            </Form.Item>
          </>
        )}
        <Form.Item name="name" label={words.nameOf} rules={[{ required: true, whitespace: true, max: LONGEST_NAME, message: words.nameWrong }]}>
          <Input maxLength={LONGEST_NAME} />
        </Form.Item>
        <Form.Item name="room_ids" label={words.rooms} rules={[{ required: true, type: 'array', max: MOST_ROOMS, message: words.roomsWrong }]}>
          <Select
            mode="multiple"
            data-testid="screen-rooms"
            showSearch={{ optionFilterProp: 'label' }}
            options={rooms.map((room) => ({ value: room.id, label: `${room.name} · ${room.campus}` }))}
          />
        </Form.Item>
        {screen !== null && <Form.Item name="code" hidden><Input /></Form.Item>}
      </Form>
    </Modal>
  )
}
