/** The pages of parties, loaded together when one of them is opened. */
export { OrganisationPage } from "./organisation.tsx"
export { OrganisationsPage } from "./organisations.tsx"
export { PrincipalPage } from "./principal.tsx"
