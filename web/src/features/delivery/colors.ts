const COLORS = ['#14728a', '#e07b00', '#1f7ad1', '#1e9c63', '#8a5fa3', '#b0413e', '#5c7480', '#8a6a1f'] as const

/** The colour of a node in all charts; `nodes` in their steady order. */
export function colorOf(nodes: readonly string[], node: string): string {
  return COLORS[Math.max(0, nodes.indexOf(node)) % COLORS.length] ?? COLORS[0]
}
