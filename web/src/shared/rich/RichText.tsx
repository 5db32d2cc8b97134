import { EditorContent, useEditor } from '@tiptap/react'
import type { ReactNode } from 'react'

import { EXTENSIONS } from './extensions'

/** A rich text to read. It is built from what the extensions know; other tags and attributes fall away, as on the server. */
export default function RichText({ value }: { readonly value: string }): ReactNode {
  const editor = useEditor({ extensions: EXTENSIONS, content: value, editable: false, injectCSS: false }, [value])
  return <EditorContent editor={editor} className="rich" data-testid="rich" />
}
