import { EditorContent, useEditor, useEditorState } from '@tiptap/react'
import { Button, Input, Popover } from 'antd'
import { type ReactNode, useState } from 'react'

import { EXTENSIONS, isAddress } from './extensions'
import { useWords } from './words'

interface Props {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

type Editor = NonNullable<ReturnType<typeof useEditor>>

/** Edits a rich text: emphasis, headings, lists, links. */
export default function RichEditor({ id, label, value, onChange }: Props): ReactNode {
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: value,
    injectCSS: false,
    editorProps: { attributes: { id, role: 'textbox', 'aria-multiline': 'true', 'aria-label': label } },
    onUpdate: ({ editor: changed }) => onChange(changed.isEmpty ? '' : changed.getHTML()),
  })
  return (
    <div className="rich-editor" data-testid="rich-editor">
      <Tools editor={editor} />
      <EditorContent editor={editor} className="rich" />
    </div>
  )
}

function Tools({ editor }: { readonly editor: Editor }): ReactNode {
  const words = useWords()
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      heading: now.isActive('heading', { level: 2 }),
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
    }),
  })
  const todo = () => editor.chain().focus()
  const tools = [
    { key: 'bold', label: words.bold, on: on.bold, act: () => todo().toggleBold().run() },
    { key: 'italic', label: words.italic, on: on.italic, act: () => todo().toggleItalic().run() },
    { key: 'heading', label: words.heading, on: on.heading, act: () => todo().toggleHeading({ level: 2 }).run() },
    { key: 'bullets', label: words.bullets, on: on.bullets, act: () => todo().toggleBulletList().run() },
    { key: 'numbers', label: words.numbers, on: on.numbers, act: () => todo().toggleOrderedList().run() },
  ]
  return (
    <div className="rich-tools" role="toolbar" aria-label={words.tools}>
      {tools.map((tool) => (
        <Button key={tool.key} size="small" type={tool.on ? 'primary' : 'default'} aria-pressed={tool.on} data-testid={`rich-${tool.key}`} onClick={tool.act}>{tool.label}</Button>
      ))}
      <LinkTool editor={editor} />
    </div>
  )
}

function LinkTool({ editor }: { readonly editor: Editor }): ReactNode {
  const words = useWords()
  const [open, setOpen] = useState(false)
  const [address, setAddress] = useState('')
  const show = (shown: boolean) => {
    const present: unknown = editor.getAttributes('link').href
    setAddress(typeof present === 'string' ? present : '')
    setOpen(shown)
  }
  const put = () => {
    const chain = editor.chain().focus()
    if (address === '') chain.extendMarkRange('link').unsetLink().run()
    // Where nothing is marked there is no text to link: the address is its own.
    else if (editor.state.selection.empty && !editor.isActive('link')) chain.insertContent(linkTo(address)).run()
    else chain.extendMarkRange('link').setLink({ href: address }).run()
    setOpen(false)
  }
  const wrong = address !== '' && !isAddress(address)
  const form = (
    <div className="rich-link">
      <Input value={address} placeholder="https://" aria-label={words.address} data-testid="rich-address" status={wrong ? 'error' : ''} onChange={(event) => setAddress(event.target.value.trim())} />
      <Button type="primary" disabled={wrong} data-testid="rich-link-ok" onClick={put}>{words.ok}</Button>
      {wrong && <p role="alert" className="field-error">{words.wrongAddress}</p>}
    </div>
  )
  return (
    <Popover trigger="click" open={open} onOpenChange={show} content={form}>
      <Button size="small" data-testid="rich-link">{words.link}</Button>
    </Popover>
  )
}

function linkTo(address: string): object {
  return { type: 'text', text: address, marks: [{ type: 'link', attrs: { href: address } }] }
}
