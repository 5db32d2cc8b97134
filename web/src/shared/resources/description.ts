import type { Answer } from '@/shared/api/post'

/** A declared list page as the server describes it, with what the account keeps about it. */
export type DrawnPage = Answer<'/api/lists/describe-page'>
export type Description = DrawnPage['description']
export type Field = Description['fields'][number]
export type Filter = Description['filters'][number]
export type View = DrawnPage['views'][number]
export type Target = NonNullable<Field['target']>
export type Label = Field['label']

/** A row of any resource; its own fields by name. */
export interface Row {
  readonly id: string
  readonly v: number
  /** This and what follows: not in lists that only show. */
  readonly enabled?: boolean
  readonly created_at?: string
  readonly created_by?: string
  readonly updated_at?: string
  readonly updated_by?: string
  readonly [field: string]: unknown
}

/** A page of rows; `more`: there are more than `total`; `people`: names by account id. */
export interface RowPage {
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly total: number
  readonly more: boolean
  readonly people: Readonly<Record<string, string>>
}

export type Values = Readonly<Record<string, unknown>>
