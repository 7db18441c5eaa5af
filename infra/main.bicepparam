// Parameters of a deployment. Secrets come from the deployer's environment, so that no file contains them.
using './main.bicep'

param orderCloudSigningKey = readEnvironmentVariable('ORDERCLOUD_SIGNING_KEY')
param organizationSettings = json(readEnvironmentVariable('ORGANIZATION_SETTINGS'))
