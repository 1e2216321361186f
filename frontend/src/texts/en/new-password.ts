export const newPassword = {
  forgotten: 'Forgotten your password?',
  forgottenTitle: 'Forgotten password',
  forgottenLead:
    'Enter the address that you sign in with. A link for choosing a new password comes by e-mail.',
  send: 'Send the link',
  sending: 'Sending…',
  sentTitle: 'Look into your mail',
  sent: (email: string) =>
    `If there is an account for ${email}, a link is on its way there. It works once, within an hour.`,
  sentNextStep:
    'Nothing there after some minutes? Look among the unwanted mail, check the address, or ask an administrator.',
  another: 'Try another address',

  title: 'Choose a new password',
  lead: 'It replaces the old one, and ends every session of yours.',
  welcomeTitle: 'Welcome to cloop',
  welcomeLead: 'Choose a password. From then on you sign in with it and your e-mail address.',
  password: 'New password',
  hint: 'At least 8 characters; 15 or more are better. Any characters will do.',
  tooShort: 'Enter at least 8 characters.',
  save: 'Save the password',
  saving: 'Saving…',
  noToken: 'This address is not complete. Open the link in your mail again, whole.',
  unusable: 'This link has been used already, or is too old.',
  invitationUnusable:
    'This invitation has been used already, or is too old. Ask an administrator for another one.',
  askAgain: 'Send me another link',
  tooMany: 'Too many tries. Wait some minutes, then open the link again.',
  doneTitle: 'The password is saved',
  done: 'Sign in with it now.',
  toSignIn: 'Go to the sign-in page',
}
