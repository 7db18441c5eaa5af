// Parameters of a deployment that takes money; infra/dev.bicepparam has those of one to try. Secrets come from the
// deployer's environment, so that no file contains them.
using './main.bicep'

// Accounts at processors: infra/README.md shows entries. Secrets are in the Key Vault; these lists name them.
param stripeAccounts = []
param commerceHubAccounts = []
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param credentialsEncryptionKey = readEnvironmentVariable('CREDENTIALS_ENCRYPTION_KEY')
