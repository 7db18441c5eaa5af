// A small deployment to try: one instance's memory, and no alerts by e-mail.
using './main.bicep'

param name = 'paymentsdev'
param maximumInstanceCount = 40
param credentialsEncryptionKey = readEnvironmentVariable('CREDENTIALS_ENCRYPTION_KEY')
