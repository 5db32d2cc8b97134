import { Button, InputNumber, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'

import { AddItemDialog } from './AddItemDialog'
import { type Offer, yuan } from './row'
import type { Item } from './values'
import { useWords } from './words'

interface Props {
  readonly offers: readonly Offer[]
  // Form.Item hands these in.
  readonly id?: string
  readonly value?: readonly Item[]
  readonly onChange?: (items: readonly Item[]) => void
}

/** The items of the examination (检查信息, RIS-036): rows can be removed, added, and given another price. */
export function ItemsField({ offers, id, value = [], onChange }: Props): ReactNode {
  const words = useWords()
  const [adding, setAdding] = useState(false)
  const change = (items: readonly Item[]) => onChange?.(items)
  const columns: TableColumnsType<Item> = [
    { title: words.item.name, render: (_, item) => item.name },
    { title: words.item.code, dataIndex: 'code', width: 100 },
    { title: words.item.part, dataIndex: 'part', width: 80 },
    {
      title: words.item.price,
      width: 120,
      render: (_, item) => (
        <InputNumber
          size="small"
          className="wide"
          min={0}
          precision={2}
          aria-label={`${words.item.price} ${item.name}`}
          value={item.price / 100}
          onChange={(price) => change(value.map((one) => (one.code === item.code ? { ...one, price: Math.round((price ?? 0) * 100) } : one)))}
        />
      ),
    },
    {
      width: 64,
      render: (_, item) => (
        <Button type="link" danger size="small" data-testid={`item-remove-${item.code}`} onClick={() => change(value.filter((one) => one.code !== item.code))}>
          {words.item.remove}
        </Button>
      ),
    },
  ]
  return (
    <div id={id} data-testid="items">
      <Table<Item> rowKey="code" size="small" columns={columns} dataSource={value} pagination={false} />
      <div className="items-foot">
        <Button size="small" data-testid="item-add" onClick={() => setAdding(true)}>{words.item.add}</Button>
        <span data-testid="items-total">{words.total(yuan(value.reduce((sum, item) => sum + item.price, 0)))}</span>
      </div>
      {adding && (
        <AddItemDialog
          offers={offers}
          chosen={value}
          onClose={() => setAdding(false)}
          onAdd={(items) => {
            setAdding(false)
            change(items)
          }}
        />
      )}
    </div>
  )
}
