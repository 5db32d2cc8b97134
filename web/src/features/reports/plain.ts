const BLOCKS = /<\/(?:p|h[1-4]|li|blockquote)>|<br\s*\/?>/g
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ', '&amp;': '&' }

/** A rich text as plain lines, to be copied elsewhere. */
export function plainOf(html: string): string {
  const lines = html.replaceAll(BLOCKS, '\n').replaceAll(/<[^>]*>/g, '').split('\n')
  const kept = lines.map((line) => line.trim()).filter((line) => line !== '')
  return kept.join('\n').replaceAll(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? entity)
}
