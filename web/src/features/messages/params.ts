/** A variable of a template, as the form holds it. */
export interface Param {
  readonly name: string
  readonly text: string
}

/** The server's form of variables. */
export function paramsOf(rows: readonly Param[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ name, text }) => [name.trim(), text]))
}

/** The form's rows of variables. */
export function rowsOf(params: Readonly<Record<string, string>>): Param[] {
  return Object.entries(params).map(([name, text]) => ({ name, text }))
}
