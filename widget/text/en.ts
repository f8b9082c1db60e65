import type { ConflictReason, FieldReason } from '../../server/contract/errors.ts';
import type { Text } from './nb.ts';

const waitingTime = (seconds = 60): string =>
  seconds < 100
    ? `${Math.ceil(seconds)} second${seconds > 1 ? 's' : ''}`
    : seconds < 5400
      ? `${Math.ceil(seconds / 60)} minutes`
      : `${Math.ceil(seconds / 3600)} hours`;

const failures: Text['failures'] = {
  unreachable: 'We cannot reach Min side. Try again in a few minutes.',
  offline: 'You are offline right now. Try again when you are connected.',
  outdated: 'Min side has been updated since you opened the page. Reload the page.',
  'bad-request': 'Something went wrong on our side. Reload the page and try again.',
  'bad-field': 'Something in the form has to be corrected. Look over what you have typed.',
  'login-failed':
    'We could not log you in. Check the numbers on the invoice and your mobile number, or the password if you use one. Contact us if it still does not work.',
  'code-wrong': 'The code is not right. Look at the newest message.',
  'code-dead': 'This code cannot be used any more. Ask for a new one below.',
  'code-expired': 'The code has run out of time. Ask for a new one below.',
  wait: 'There have been too many tries.',
  'sms-spent':
    'We cannot send more codes by text message today. With an account you can log in with your password on a device you have used before. Otherwise try again tomorrow, or call us.',
  'sms-unavailable': 'We cannot send text messages right now. Nothing was sent. Try again in a few minutes.',
  'not-signed-in':
    'You are no longer logged in. You have not used the page for a while, or you logged out elsewhere. Log in again to go on.',
  'terms-changed': 'The terms have changed since you opened the page. Read them again and try once more.',
  'not-found': 'We cannot find this any more. It may have been changed in another window.',
  conflict: 'This was changed in another window. The list has been fetched again.',
  forbidden: 'Min side cannot be used from this website. Please let us know.',
  'too-large': 'What you sent is too large.',
  busy: 'Min side is busy right now: many are logging in, or you have it open in another window. Try again in a few seconds.',
  unavailable: 'Min side is out of order for a moment. Try again in a few minutes.',
  internal: 'Something went wrong on our side. Try again in a moment.',
};

const conflicts: Record<ConflictReason, string> = {
  'linked-already': 'This customer relationship is already linked to your mobile number.',
  'not-linked': 'This customer relationship is no longer linked to your mobile number. The list has been fetched again.',
  'account-exists': 'Your mobile number already has an account. Log in with the password to use it.',
  'no-account': 'The account is gone. You can create a new one.',
  'other-shown': 'Another customer relationship was chosen in another window. It is now shown here too, and nothing was changed.',
  'log-in-again': 'You logged in a while ago. Log out and in again, and download within a quarter of an hour, so that nobody else does.',
  'prove-again':
    'Your mobile number has not been used here for a long time. Log in with the plant number and metering point ID once more, and you can use the password again.',
  'last-link': 'This is the last customer relationship of your account. To remove it, delete the account at the bottom of the page.',
  'too-many-keys': 'You already have ten keys. Delete one that you do not use.',
  'too-many-notes': 'You already have a hundred notes here. Delete one that you do not need.',
};

const reasons: Record<FieldReason, (label: string) => string> = {
  required: (label) => `Type your ${label.charAt(0).toLowerCase()}${label.slice(1)}.`,
  'digits-only': (label) => `${label} has digits only. You find it on the invoice.`,
  'not-a-mobile': (label) => `${label} does not look right. Type it like this, for example: 940 59 810.`,
  'country-not-allowed': () => 'We can only send text messages to Norwegian mobile numbers.',
  'too-short': (label) => `${label} is too short. A password has at least 8 characters.`,
  'too-long': (label) => `${label} is too long.`,
  'common-password': () => 'This password is easy to guess because many people use it. Choose another.',
  'guessable-password': () => 'The password cannot be made of your mobile number, the plant number or our name. Choose another.',
  'wrong-password': (label) => `${label} is not right. Try again.`,
  'same-mobile': () => 'This is the number you already use. Type the new one.',
  'mobile-taken': () => 'This number cannot be used. Choose another.',
};

/** The portal in English, for pages that say `lang="en"`, up to the log-in. */
export const en: Text = {
  failures,
  conflicts,
  reasons,
  tryAgainIn: (seconds) => `Try again in ${waitingTime(seconds)}.`,
  triesLeft: (triesLeft) => `You have ${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left.`,
  tooManyTries: 'Too many tries at this code. Ask for a new one below, or go back and try again.',

  fields: {
    plantNumber: 'Plant number',
    meteringPointId: 'Metering point ID',
    mobile: 'Mobile number',
    code: 'SMS code',
    password: 'Password',
    oldPassword: 'Current password',
    name: 'Own name',
    note: 'Note',
    termsVersion: 'The terms',
  },
  passwordAgain: 'Password again',
  passwordHint: 'At least 8 characters. A sentence you remember is good.',
  passwordsDiffer: 'The passwords are not alike. Type the same twice.',
  codeDigits: (digits) => `The SMS code has ${digits} digits. Look in the message.`,

  frame: {
    launcher: 'Min side',
    close: 'Close',
    pages: {
      relationship: { long: 'Your customer relationship', short: 'Customer' },
      consumption: { long: 'See your consumption', short: 'Consumption' },
      invoices: { long: 'Earlier invoices', short: 'Invoices' },
      profile: { long: 'See and edit your profile', short: 'Profile' },
    },
    pagesLabel: 'The pages of Min side',
    menuFor: (name) => `Menu for ${name}`,
    logOut: 'Log out',
    loading: 'Fetching …',
    retry: 'Try again',
    ended: failures['not-signed-in'],
    memoryOnly: 'Your browser does not keep the log-in on this page. If you reload or close the page, you have to log in again.',
    loggedOut: 'You are logged out.',
    deleted: 'Your account has been deleted.',
  },

  login: {
    heading: 'Log in to see your consumption',
    toPassword: 'Log in with a password instead',
    toNumbers: 'Log in with your plant number instead',
    help: 'To log in, use your plant number and your metering point ID. You find them on your invoice. We also ask for your mobile number to check who is logging in. You get a text message with a code to type in the next step.',
    invoice: 'How to find the numbers on the invoice',
    invoicePicture:
      'Drawing of an invoice: the plant number (Anleggsnummer) and the metering point ID (Målepunkt ID) stand in the frame at the top right, one under the other.',
    invoicePlant: 'Anleggsnummer',
    invoicePoint: 'Målepunkt ID',
    invoiceWord: 'Faktura',
    next: 'Next',
    sending: 'Sending SMS …',
    logIn: 'Log in',
    loggingIn: 'Logging in …',
    smsDelayed: 'Text messages may be delayed right now. The code can take some minutes.',
    codeHeading: (mobile) => `Type the code sent to ${mobile}`,
    codeWait: 'It can take up to a minute before the message arrives. If you got no code, ',
    codeResend: 'click here',
    codeResendIn: (seconds) => `You can ask for a new code in ${seconds < 100 ? `${seconds} s` : waitingTime(seconds)}.`,
    checkNumbers: 'Still no code? Go back and check the numbers on the invoice',
    codeSent: 'A new code is on its way. If none comes, the last one you got counts.',
    crowded:
      'Many ask for codes to this number. New codes therefore have 12 digits, and the last one you got by text message is good for an hour at least. Nobody gets in without it.',
    askAgain: (seconds) =>
      `Many have asked for codes with this plant number. If no message comes now, ask again for the same mobile number in ${waitingTime(seconds)}. Then we send it, however many ask. If it can't wait, call us, and we put your mobile number on record.`,
    smsSpent:
      'Unusually many codes have been sent today. If we have your mobile number on record you get a code as usual, and with an account you can log in with your password. Otherwise try again tomorrow, or call us.',
    passwordFailed:
      'We could not log you in. Check your mobile number and password. If you have forgotten the password, you can make a new one below. Contact us if it still does not work.',
    proceed: 'Continue',
    proceeding: 'Checking the code …',
    pendingGone: 'It is too long since you asked for the code. Go back and ask for a new one.',
    back: 'Back',
    forgotten: 'Forgotten your password?',
    recoveryHeading: 'Make a new password',
    recoveryHelp: 'Type the mobile number you log in with. We send a code by SMS, and then you choose a new password.',
    recoverySend: 'Send the code',
    newPasswordHeading: 'Choose a new password',
    savePassword: 'Save and log in',
    saving: 'Saving …',
  },

  terms: {
    heading: 'Privacy and terms',
    text: [
      'We use your information to register use of the site. This is only for statistical purposes, to improve the site. Beyond what you give in this form nothing about you is stored, and your mobile number is not used for other purposes, nor shared with or made available to others.',
    ],
    accept: 'I accept the terms in the text above',
    needed: 'Tick that you accept the terms, then we can send you the code.',
    changedHeading: 'The terms have changed',
    changed: 'Read and accept them to go on.',
    proceed: 'Continue',
    saving: 'Saving …',
  },

  choose: {
    heading: 'Which place do you want to look at?',
    favourite: 'Favourite',
    ended: (date) => `Ended ${date}`,
  },
};
