import './patient.css'

import { Button, Input, NoticeBar, SpinLoading } from 'antd-mobile'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { explain } from '@/shared/i18n/explain'
import { Page } from '@/shared/mobile/Page'
import type { Session } from '@/shared/api/session'

import { type DoorSheet, DoorContext, showDoor } from './door'
import { RegisterPage, ResetPage } from './SecretPages'
import { SignInPage } from './SignInPage'
import { useWords } from './words'

interface Props {
  readonly institution: string
  /** What follows the # of the address: which of the doors. */
  readonly address: string
  readonly ended: 'ended' | 'idle' | null
  readonly enter: (session: Session) => void
  readonly onChange: () => void
  /** The language switch, drawn in the corner. */
  readonly corner: ReactNode
}

/** The doors of an institution: sign in, register, a new password. */
export function DoorPages({ institution, address, ended, enter, onChange, corner }: Props): ReactNode {
  const words = useWords()
  const { sheet, error } = useSheet(institution)
  const shown = address === 'register' || address === 'reset' ? address : 'signIn'
  return (
    <DoorContext value={{ institution, enter }}>
      <Page title={words.door[shown]} corner={corner} {...(shown === 'signIn' ? {} : { back: '#sign-in' })}>
        <p className="patient-brand" data-testid="institution">{sheet?.name ?? institution}</p>
        {sheet !== null && sheet.notice !== '' && <p className="phone-calm">{sheet.notice}</p>}
        {ended !== null && shown === 'signIn' && <NoticeBar color="info" content={<span role="status" data-testid="ended">{words.door[ended]}</span>} />}
        {error !== null && <NoticeBar color="error" content={<span role="alert" data-testid="door-error">{error}</span>} />}
        {sheet === null
          ? error === null && <SpinLoading className="patient-spin" />
          : <Which shown={shown} sheet={sheet} />}
        <button type="button" className="phone-link" data-testid="change-institution" onClick={onChange}>{words.institution.change}</button>
      </Page>
    </DoorContext>
  )
}

function Which({ shown, sheet }: { readonly shown: 'signIn' | 'register' | 'reset'; readonly sheet: DoorSheet }): ReactNode {
  if (shown === 'register') return <RegisterPage sheet={sheet} />
  return shown === 'reset' ? <ResetPage /> : <SignInPage sheet={sheet} />
}

function useSheet(institution: string): { readonly sheet: DoorSheet | null; readonly error: string | null } {
  const { i18n } = useTranslation()
  const [told, setTold] = useState<{ of: string; sheet: DoorSheet | null; error: string | null }>({ of: '', sheet: null, error: null })
  useEffect(() => {
    let here = true
    showDoor(institution).then(
      (sheet) => here && setTold({ of: institution, sheet, error: null }),
      (error: unknown) => here && setTold({ of: institution, sheet: null, error: explain(error) }),
    )
    return () => {
      here = false
    }
  }, [institution, i18n.language])
  return told.of === institution ? told : { sheet: null, error: null }
}

/** Which institution is meant, where no link has told it. */
export function InstitutionPage({ onChoose, corner }: { readonly onChoose: (code: string) => void; readonly corner: ReactNode }): ReactNode {
  const { title, institution } = useWords()
  const [code, setCode] = useState('')
  const go = (event: React.SyntheticEvent) => {
    event.preventDefault()
    if (code.trim() !== '') onChoose(code.trim())
  }
  return (
    <Page title={title} corner={corner}>
      <form className="phone-card phone-actions" onSubmit={go}>
        <h2>{institution.ask}</h2>
        <p className="phone-calm">{institution.hint}</p>
        <Input value={code} onChange={setCode} maxLength={64} autoCapitalize="off" aria-label={institution.code} placeholder={institution.code} data-testid="institution-code" />
        <Button block color="primary" type="submit" disabled={code.trim() === ''} data-testid="institution-go">{institution.go}</Button>
      </form>
    </Page>
  )
}
