import { createContext, use } from 'react'

import type { Files } from '@/shared/api/files'

/** How the page uploads and opens files; given by the app. */
export const FilesContext = createContext<Files | null>(null)

export function useFiles(): Files {
  const files = use(FilesContext)
  if (files === null) throw new Error('there is no FilesContext around this')
  return files
}
