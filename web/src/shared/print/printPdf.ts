import './print.css'

/** A paper as the server hands it out: its name, and the PDF in base64. */
export interface Paper {
  readonly name: string
  readonly pdf: string
}

const FRAME = 'print-frame'

/** The PDF as the browser can show it; whoever asks for it lets go of it by `URL.revokeObjectURL`. */
export function urlOf({ pdf }: Paper): string {
  const bytes = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0))
  return URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
}

/** Prints: the PDF goes into a hidden frame, and the browser's print opens at once. */
export function printPdf(paper: Paper, kind: string): void {
  const last = document.getElementById(FRAME)
  if (last instanceof HTMLIFrameElement) {
    URL.revokeObjectURL(last.src)
    last.remove()
  }
  const frame = document.createElement('iframe')
  frame.id = FRAME
  frame.title = paper.name
  frame.dataset.paper = kind
  frame.className = 'print-frame'
  frame.addEventListener('load', () => {
    frame.dataset.printed = 'yes'
    frame.contentWindow?.focus()
    frame.contentWindow?.print()
  })
  frame.src = urlOf(paper)
  document.body.append(frame)
}
