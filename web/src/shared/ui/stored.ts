/** Reads what this browser remembers; private mode or a full disk must not stop the page. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`carewire.${name}`)
  } catch {
    return null
  }
}

/** Remembers a choice in this browser; never personal data. False when the browser refuses. */
export function remember(name: string, value: string): boolean {
  try {
    localStorage.setItem(`carewire.${name}`, value)
    return true
  } catch {
    return false
  }
}
