import { Button, Form, Input, Popover } from 'antd'
import { type ReactNode, useState } from 'react'

import type { Values, View } from '@/shared/resources/description'

import { useWords } from './words'

interface Props {
  readonly views: readonly View[]
  readonly onOpen: (query: Values) => void
  readonly onSave: (name: string) => Promise<void>
  readonly onDrop: (name: string) => void
}

const LONGEST_NAME = 30

/** Saved queries: open one, forget one, keep the present one under a name. */
export function ViewsButton({ views, onOpen, onSave, onDrop }: Props): ReactNode {
  const words = useWords()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<{ name: string }>()
  const save = ({ name }: { readonly name: string }) => void onSave(name.trim()).then(() => form.resetFields())
  const content = (
    <div className="resource-views">
      {views.length === 0 && <p className="calm">{words.noViews}</p>}
      {views.map((view) => (
        <div key={view.name} className="resource-view">
          <Button
            type="link"
            onClick={() => {
              setOpen(false)
              onOpen(view.query)
            }}
          >
            {view.name}
          </Button>
          <Button type="text" size="small" aria-label={`${words.delete} ${view.name}`} onClick={() => onDrop(view.name)}>×</Button>
        </div>
      ))}
      <Form form={form} layout="inline" onFinish={save}>
        <Form.Item name="name" rules={[{ required: true, whitespace: true, message: words.required(words.viewName) }]}>
          <Input maxLength={LONGEST_NAME} placeholder={words.viewName} />
        </Form.Item>
        <Button htmlType="submit" data-testid="save-view">{words.saveView}</Button>
      </Form>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} content={content}>
      <Button data-testid="views">{words.views}</Button>
    </Popover>
  )
}
