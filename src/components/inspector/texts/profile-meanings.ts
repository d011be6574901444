import type { Meaning, Meanings } from './meanings.ts'
import { openIdCore } from './sources.ts'

const standard = (says: string): Meaning => ({ says, source: openIdCore('5.1', 'StandardClaims') })

/** Claims about the user as a person. */
export const profileMeanings: Meanings = {
  name: standard('The user’s full name.'),
  given_name: standard('The first names.'),
  family_name: standard('The last names.'),
  middle_name: standard('The middle names.'),
  nickname: standard('The casual name.'),
  preferred_username: standard('The name that the user wants to be shown. It can change, and is no id.'),
  profile: standard('The address of the user’s profile page.'),
  picture: standard('The address of the user’s picture.'),
  website: standard('The address of the user’s web site.'),
  email: standard('The mail address. It can change owner, and is no id.'),
  email_verified: standard('Whether the issuer checked that the mail address is the user’s.'),
  gender: standard('The gender.'),
  birthdate: standard('The date of birth.'),
  zoneinfo: standard('The time zone.'),
  locale: standard('The language and region.'),
  phone_number: standard('The telephone number.'),
  phone_number_verified: standard('Whether the issuer checked that the number is the user’s.'),
  address: standard('The postal address.'),
  updated_at: standard('When the profile last changed.'),
}
