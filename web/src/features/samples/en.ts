import type { SampleWords } from './zh'

export const en: SampleWords = {
  states: { editable: 'Editable', effective: 'In effect', change_waiting: 'Change request waiting', returned: 'Returned' },
  reviews: { none: 'Not sent', waiting: 'To review', passed: 'Passed', rejected: 'Rejected' },
  kinds: { identity: 'Identity photos', document: 'Documents', signed: 'Signed papers', form: 'Submission-form photos' },
  fields: {
    name: 'Name', phone: 'Mobile', type: 'Sample type', needsReturn: 'To be returned', recipient: 'Return recipient', returnPhone: 'Return phone', address: 'Return address', email: 'Report e-mail', tracking: 'Tracking no. of the sample', photos: 'Submission-form photos',
    status: 'Submission', returnNo: 'Return no.', yes: 'Yes', no: 'No', submitted: 'Submitted', review: 'Materials', reason: 'Why a change', rejection: 'Why refused',
  },
  flowFields: {
    sample_type: 'Sample type', needs_return: 'To be returned', return_recipient: 'Return recipient', return_phone: 'Return phone', return_address: 'Return address', report_email: 'Report e-mail', tracking_no: 'Tracking no.', return_no: 'Return no.',
    photos: 'Submission-form photos', 'samples.form': 'Submission-form photos', 'samples.identity': 'Identity photos', 'samples.document': 'Documents', 'samples.signed': 'Signed papers', true: 'Yes', false: 'No',
  },
  faults: { required: 'Required', phone: 'A mobile number, or a landline with its area code', email: 'Not an e-mail address', number: '6 to 30 letters and digits' },
  needed: (what) => `${what} is needed`,
  cancel: 'Cancel',
  saved: 'Saved',
  my: {
    entry: 'Sample submission', materials: 'Identity and documents', closed: 'The submission opens once your materials have passed the review', toMaterials: 'Send materials',
    passed: 'Your materials have passed. Please post the sample and fill in the submission.', receiving: 'Where to send it', to: 'Address', recipient: 'Recipient', phone: 'Phone', noReceiving: 'The receiving address is not set yet. Please look again later',
    tip: 'Please send samples by SF Express, freight collect; for blood samples ask the SF courier to add an ice bag.', iced: 'This sample needs an ice bag: please ask the SF courier.', copy: 'Copy the address', copied: 'Copied', notCopied: 'Could not copy; press long on the text',
    fill: 'Fill in the submission', agree: 'Please read and accept', notice: 'Patient notice', agreeNeeded: 'Please read and accept the patient notice first', submit: 'Submit', submitted: 'Submitted', close: 'Close',
    askChange: 'Ask for a change', reasonHint: 'What should be changed, and why', send: 'Send', asked: 'Your request was sent', waiting: 'Your change request was sent. Please wait for the decision.', tipTitle: 'Good to know',
    friendly: (phone) => `To change the submission, press “Ask for a change”.${phone === '' ? '' : ` Questions: call ${phone}`}`,
    rejected: 'Your change request was refused', approved: 'Your change request was approved. Please fill it in again and submit.', returned: 'The sample was sent back', copyNo: 'Copy the number', toSample: 'Show the submission', unreadable: 'Cannot be updated at the moment; this may not be the latest',
  },
  materials: {
    title: 'Identity and documents', name: 'Name', identityHint: 'Both sides of your identity card', documentHint: 'Medical records, reports', signedHint: 'Signed consent and the like', submit: 'Send for review', sent: 'Sent. Please wait for the review',
    waiting: 'Your materials are being reviewed. Please wait.', passed: 'Your materials have passed.', rejected: 'Your materials did not pass', again: 'Please correct and send them again', none: 'Please send the following; once it has passed you can fill in the submission.',
  },
  staff: {
    handle: 'Review', view: 'Details', configure: 'Receiving settings', download: 'Download attachments', title: (name) => `Patient · ${name}`,
    acts: { pass: 'Pass the materials', refuse: 'Reject the materials', approve: 'Approve the change request', reject: 'Reject the change request', edit: 'Edit the submission', reset: 'Reset for the patient', return: 'Fill in the return no.' },
    amend: 'Change the return no.', module: 'Sample submission', empty: 'The patient has not filled it in yet', materials: 'Materials', flow: 'Flow', handled: (who) => `Handled by ${who}`,
    askReset: 'The patient will be able to edit the submission again. Reset?', askPass: 'Pass the materials?', askApprove: 'Approve the change request? The patient can then submit again.',
    waitingFor: (count) => `${count} to review`, waitingFirst: 'Waiting first',
    steps: {
      materials_sent: 'Sent materials', materials_passed: 'Materials passed', materials_rejected: 'Materials rejected', submitted: 'Submitted', change_asked: 'Asked for a change', change_approved: 'Change approved', change_rejected: 'Change rejected',
      edited: 'Edited', reset: 'Reset', return_filled: 'Return no. filled in', return_amended: 'Return no. changed',
    },
    change: (what, before, after) => `${what}: ${before === '' ? '(empty)' : before} → ${after === '' ? '(empty)' : after}`,
    remove: 'Remove', addPhoto: 'Add a photo', photoNo: (place) => `Photo ${place}`,
  },
  config: {
    title: 'Receiving settings', address: 'Address', recipient: 'Recipient', phone: 'Phone', phoneHint: 'Shown and copied for posting', platform: 'Platform phone', platformHint: 'Optional; only for questions in the patient app', consent: 'Patient notice', consentHint: 'A change makes a new version that patients must read and accept', version: (count) => `Version ${count}`,
  },
  download: {
    title: 'Download attachments', scope: 'Which patients', filtered: 'All that the filter finds', ticked: (count) => `Ticked patients (${count})`, kinds: 'Attachments', create: 'Create the task', created: 'The task was created; see its progress in the downloads', open: 'Downloads', kindNeeded: 'Choose at least one kind of attachment',
  },
}
