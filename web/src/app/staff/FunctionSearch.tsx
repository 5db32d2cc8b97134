import { Input, type InputRef, Modal } from 'antd'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'

import { iconOf } from './icons'
import { type Fn, searched } from './menu'
import { useLanguage, useShellWords } from './words'

const MOST = 12

interface Props {
  readonly functions: readonly Fn[]
  readonly onClose: () => void
}

/** Finds a function by name, pinyin or initials; the arrows choose, Enter opens. */
export function FunctionSearch({ functions, onClose }: Props): ReactNode {
  const words = useShellWords()
  const language = useLanguage()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const field = useRef<InputRef>(null)
  const found = searched(functions, typed).slice(0, MOST)
  const open = (fn: Fn | undefined) => {
    if (fn === undefined) return
    location.hash = fn.page
    onClose()
  }
  // The dialog takes the focus itself when it has opened; only after that it is ours to give.
  const focus = (opened: boolean) => {
    if (opened) field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || found.length === 0) return
    event.preventDefault()
    setAt((at + step + found.length) % found.length)
  }
  return (
    <Modal open title={words.search} footer={null} width={520} onCancel={onClose} data-testid="function-search" afterOpenChange={focus}>
      <Input
        ref={field}
        size="large"
        value={typed}
        placeholder={words.searchHint}
        aria-label={words.search}
        role="combobox"
        aria-expanded
        aria-controls="function-search-list"
        aria-activedescendant={found[at] === undefined ? undefined : `search-${found[at].id}`}
        data-testid="search-input"
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        onPressEnter={() => open(found[at])}
      />
      <ul id="function-search-list" className="search-list" role="listbox" aria-label={words.functions}>
        {found.map((fn, place) => (
          <li key={fn.id} id={`search-${fn.id}`} role="option" aria-selected={place === at} data-testid={`search-${fn.page}`} onMouseEnter={() => setAt(place)} onClick={() => open(fn)}>
            {iconOf(fn.page)} <b>{fn.name[language]}</b> <small>{fn.group[language]}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p role="status">{words.nothingFound}</p>}
    </Modal>
  )
}
