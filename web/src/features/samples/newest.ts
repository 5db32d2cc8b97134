interface Versioned {
  readonly v: number
}

/** Whether the server has told of something newer than what is held; nothing told: there is nothing to hold. */
export function isBehind(held: Versioned | null | undefined, told: Versioned | undefined): boolean {
  return told !== undefined && (held?.v ?? 0) < told.v
}
