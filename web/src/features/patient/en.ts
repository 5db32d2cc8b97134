import type { PatientWords } from './zh'

export const en: PatientWords = {
  title: 'Patients',
  institution: {
    ask: 'Enter the code of your institution', hint: 'Or scan the code, or open the link, that your hospital gave you', code: 'Institution code', go: 'Go on', change: 'Another institution', unknown: 'This institution cannot be opened. Check its code',
  },
  door: {
    signIn: 'Sign in', register: 'Register', reset: 'Reset password', byPassword: 'By password', byCode: 'By code', forgotten: 'Forgotten password', toRegister: 'No account yet? Register', toSignIn: 'Have an account? Sign in',
    phone: 'Mobile number', password: 'Password', newPassword: 'New password', confirmation: 'Repeat the password', code: 'Code', askCode: 'Send a code', againIn: (seconds) => `Again in ${seconds} s`,
    sent: (minutes) => `A code was sent; it is good for ${minutes} minutes`, registered: 'Registered', resetDone: 'Password set. Please sign in',
    passwordHint: '8-16 characters, at least two of letters, digits and symbols', agree: 'I have read and accept', agreement: 'User agreement', privacy: 'Privacy policy', agreeNeeded: 'Please read and accept the user agreement and the privacy policy', close: 'Close',
    ended: 'Your session has expired. Please sign in again', idle: 'You were signed out after a while without use', show: 'Show password', hide: 'Hide password',
  },
  faults: {
    phone: 'Enter a mobile number of 11 digits', code: 'Enter the code', password: 'Enter the password', length: 'A password has 8-16 characters', kinds: 'A password needs at least two of letters, digits and symbols', differs: 'The two passwords differ',
  },
  home: { title: 'My page', messages: 'Messages', unread: (count) => `${count} unread`, settings: 'Settings', hello: (name) => `Hello, ${name}` },
  messages: {
    title: 'Messages', empty: 'No messages', unread: 'Unread', allRead: 'Mark all as read', more: 'More', detail: 'Message', gone: 'There is no such message', fresh: (title) => `New message: ${title}`, look: 'Show',
    stale: 'Messages cannot be updated at the moment',
  },
  settings: {
    title: 'Settings', language: 'Language', password: 'Change password', old: 'Old password', signOut: 'Sign out', askSignOut: 'Sign out?', ok: 'OK', cancel: 'Cancel', changed: 'Password changed', version: 'Account',
    institution: 'Institution',
  },
  connection: { live: 'Live', connecting: 'Connecting…', offline: 'Offline, trying again' },
  unreachable: 'There is no network. Please check and try again',
  retry: 'Try again',
  expelled: 'Your session has ended',
}
