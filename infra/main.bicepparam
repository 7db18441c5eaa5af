// Parameters of a deployment that takes money; infra/dev.bicepparam has those of one to try. Secrets come from the
// deployer's environment, so that no file contains them.
using './main.bicep'

param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param credentialsEncryptionKey = readEnvironmentVariable('CREDENTIALS_ENCRYPTION_KEY')
