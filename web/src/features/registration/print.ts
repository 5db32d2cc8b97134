import type { Post } from '@/shared/api/post'
import { type Paper as Sheet, printPdf } from '@/shared/print/printPdf'

/** `preview`: the report once the examination is completed, else the registration slip. */
export type Paper = 'barcode' | 'slip' | 'request' | 'referral' | 'preview'

/** A paper of a registration. */
export async function paperOf(post: Post, registrationId: string, paper: Paper): Promise<Sheet> {
  return post('/api/registration/print-paper', { registration_id: registrationId, paper })
}

/** Prints a paper of a registration. */
export async function printPaper(post: Post, registrationId: string, paper: Paper): Promise<void> {
  printPdf(await paperOf(post, registrationId, paper), paper)
}
