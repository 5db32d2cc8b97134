import type { ReactNode } from 'react'

import { Photo } from '@/shared/mobile/PhotosField'

import type { OwnSample } from './mine'
import { useWords } from './words'

/** What was submitted, to read only. */
export function SampleSheet({ sample }: { readonly sample: OwnSample }): ReactNode {
  const { my, fields } = useWords()
  const pairs = [
    [fields.type, sample.sample_type],
    [fields.needsReturn, sample.needs_return ? fields.yes : fields.no],
    ...(sample.needs_return ? [[fields.recipient, sample.return_recipient], [fields.returnPhone, sample.return_phone], [fields.address, sample.return_address]] : []),
    [fields.email, sample.report_email],
    [fields.tracking, sample.tracking_no],
  ]
  return (
    <section className="phone-card" data-testid="sample-sheet">
      <h2>{my.entry}</h2>
      <dl className="phone-pairs">{pairs.map(([name, value]) => <div key={name} className="sample-pair"><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <h3>{fields.photos}</h3>
      <ul className="phone-photos">
        {sample.photos.map((file, place) => <li key={file.file_id}><Photo fileId={file.file_id} name={`${fields.photos} ${place + 1}`} /></li>)}
      </ul>
    </section>
  )
}
