import type { Extensions } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'

/** What a rich text may consist of: what the server keeps, and nothing else. */
export const EXTENSIONS: Extensions = [
  StarterKit.configure({
    code: false,
    codeBlock: false,
    horizontalRule: false,
    heading: { levels: [1, 2, 3, 4] },
    link: {
      openOnClick: false,
      autolink: false,
      defaultProtocol: 'https',
      isAllowedUri: (address) => isAddress(address),
      HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer' },
    },
  }),
]

/** Whether a link may lead there: web and mail addresses, as on the server. */
export function isAddress(address: string): boolean {
  return /^(https?:\/\/|mailto:)\S+$/i.test(address)
}
