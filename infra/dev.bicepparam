// A small deployment to try: one instance's memory, and no alerts by e-mail.
using './main.bicep'

param name = 'paymentsdev'
param maximumInstanceCount = 40
// Accounts at processors' test systems: infra/README.md shows entries. The gateway's is its certification host.
param stripeAccounts = []
param commerceHubAccounts = []
param commerceHubAddress = 'https://connect-cert.fiservapis.com/ch'
param credentialsEncryptionKey = readEnvironmentVariable('CREDENTIALS_ENCRYPTION_KEY')
