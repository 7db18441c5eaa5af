// What a deployment is given. Secrets come from the environment of whoever deploys, and stand in no file.
using './main.bicep'

param orderCloudSigningKey = readEnvironmentVariable('ORDERCLOUD_SIGNING_KEY')
param organizationSettings = json(readEnvironmentVariable('ORGANIZATION_SETTINGS'))
