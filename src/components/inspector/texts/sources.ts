/** Where something is written down. */
export interface Source {
  readonly label: string
  readonly href: string
}

export const rfc = (number: number, section: string): Source => ({
  label: `RFC ${number}, section ${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`,
})

const openId = 'https://openid.net/specs'

export const openIdCore = (section: string, anchor: string): Source => ({
  label: `OpenID Connect Core, section ${section}`,
  href: `${openId}/openid-connect-core-1_0.html#${anchor}`,
})

export const frontChannelLogout: Source = {
  label: 'OpenID Connect Front-Channel Logout, section 3',
  href: `${openId}/openid-connect-frontchannel-1_0.html#OPLogout`,
}
