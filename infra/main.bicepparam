// Parameters of a deployment. Secrets come from the deployer's environment, so that no file contains them.
using './main.bicep'

param credentialsEncryptionKey = readEnvironmentVariable('CREDENTIALS_ENCRYPTION_KEY')
