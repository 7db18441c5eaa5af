// Everything that the payment handlers need, in one resource group. There is no key or connection string anywhere: the
// app authenticates to storage, Service Bus and Application Insights with its user-assigned identity.
// A test checks that the tables, the queues and their settings match the code and servicebus.emulator.json.

targetScope = 'resourceGroup'

@description('Prefix of every resource name: 3 to 12 lower-case letters and digits.')
@minLength(3)
@maxLength(12)
param name string = 'payments'

@description('Region of the resources; it must offer Flex Consumption.')
param location string = resourceGroup().location

@description('Maximum number of concurrent instances of the app.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Memory of an instance, in MB.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('Number of storage accounts beside the first; it cannot be changed later. Each takes about 2,200 refunds a second.')
@minValue(0)
@maxValue(11)
param furtherStorageAccounts int = 0

@description('Origins allowed to call the app from a browser, such as https://shop.example, separated by spaces.')
param corsAllowedOrigins string = ''

@description('Who is told by e-mail when a person must act (docs/alerts.md). Empty: alerts show in the portal only.')
param alertEmail string = ''

@description('The key that secrets of credentials are encrypted with: 32 bytes in base64.')
@secure()
@minLength(44)
param credentialsEncryptionKey string

@description('An account at Stripe (docs/processors.md). What is secret of it is in the Key Vault, and only named here.')
type stripeAccount = {
  @description('Whose account it is.')
  organization: string

  @description('The name of the secret that is its API key.')
  secretKeyName: string

  @description('The names of the secrets that its webhooks are signed with: two while one replaces the other.')
  @minLength(1)
  @maxLength(2)
  webhookSecretNames: string[]
}

@description('An account at the Commerce Hub gateway (docs/processors.md). What is secret of it is in the Key Vault, and only named here.')
type commerceHubAccount = {
  @description('Whose account it is.')
  organization: string

  @description('The name of the secret that is its API key.')
  apiKeyName: string

  @description('The name of the secret that requests are signed with.')
  secretName: string

  @description('The merchant.')
  merchantId: string

  @description('The merchant\'s terminal.')
  terminalId: string

  @description('Who issued the tokens; TransArmor if it is left out.')
  tokenSource: string?
}

@description('The organizations\' accounts at Stripe, one each.')
param stripeAccounts stripeAccount[] = []

@description('The organizations\' accounts at the Commerce Hub gateway, one each.')
param commerceHubAccounts commerceHubAccount[] = []

@description('The Commerce Hub gateway\'s address. Empty: its production host.')
param commerceHubAddress string = ''

var suffix = uniqueString(resourceGroup().id, name)
var deploymentContainerName = 'deployments'

var tableNames = [
  'ledgers'
  'keys'
  'timeline'
  'sandbox'
  'outbox'
  'organizations'
  'limits'
]

// The tables that every storage account has; the others are in the first.
var spreadTableNames = [
  'ledgers'
  'keys'
  'timeline'
]

var furtherStorageNames = [
  for number in range(1, furtherStorageAccounts): take('st${number}${name}${suffix}', 24)
]

var queues = [
  {
    name: 'refunds'
    requiresSession: true
  }
  {
    name: 'credits'
    requiresSession: false
  }
  {
    name: 'events'
    requiresSession: true
  }
]

// The ids of built-in roles are the same in every subscription.
var storageRoles = [
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor: the ledgers
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner: the host's leases, the deployment package
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88' // Storage Queue Data Contributor: the host's AzureWebJobsStorage
]
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var serviceBusDataOwner = '090c5cfd-751d-490a-894a-3ce6f1109419'
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}-${suffix}'
  location: location
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: take('st${name}${suffix}', 24)
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: storage
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = [
  for tableName in tableNames: {
    parent: tableService
    name: tableName
  }
]

resource furtherStorage 'Microsoft.Storage/storageAccounts@2023-05-01' = [
  for furtherName in furtherStorageNames: {
    name: furtherName
    location: location
    kind: 'StorageV2'
    sku: {
      name: 'Standard_ZRS'
    }
    properties: {
      allowBlobPublicAccess: false
      allowSharedKeyAccess: false
      defaultToOAuthAuthentication: true
      minimumTlsVersion: 'TLS1_2'
      supportsHttpsTrafficOnly: true
    }
  }
]

resource furtherTableServices 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = [
  for index in range(0, furtherStorageAccounts): {
    parent: furtherStorage[index]
    name: 'default'
  }
]

resource furtherTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = [
  for index in range(0, furtherStorageAccounts * length(spreadTableNames)): {
    parent: furtherTableServices[index / length(spreadTableNames)]
    name: spreadTableNames[index % length(spreadTableNames)]
  }
]

resource furtherStorageAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for index in range(0, furtherStorageAccounts): {
    name: guid(furtherStorage[index].id, identity.id, storageTableDataContributor)
    scope: furtherStorage[index]
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
    }
  }
]

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storage
  name: 'default'
}

resource deploymentContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobService
  name: deploymentContainerName
  properties: {
    publicAccess: 'None'
  }
}

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-${name}-${suffix}'
  location: location
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource serviceBusQueues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in queues: {
    parent: serviceBus
    name: queue.name
    properties: {
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: 'P14D'
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 20
      requiresDuplicateDetection: true
      requiresSession: queue.requiresSession
    }
  }
]

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('kv-${name}-${suffix}', 24)
  location: location
  properties: {
    enablePurgeProtection: true
    enableRbacAuthorization: true
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
  }
}

resource encryptionKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'credentials-encryption-key'
  properties: {
    value: credentialsEncryptionKey
  }
}

resource vaultAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}-${suffix}'
  location: location
  properties: {
    retentionInDays: 30
    sku: {
      name: 'PerGB2018'
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}-${suffix}'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    DisableLocalAuth: true
    WorkspaceResourceId: logs.id
  }
}

resource storageAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in storageRoles: {
    name: guid(storage.id, identity.id, role)
    scope: storage
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource serviceBusAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(serviceBus.id, identity.id, serviceBusDataOwner)
  scope: serviceBus
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataOwner)
  }
}

resource insightsAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  params: {
    name: name
    location: location
    serviceBusId: serviceBus.id
    workspaceId: logs.id
    email: alertEmail
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}-${suffix}'
  location: location
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-${name}-${suffix}'
  location: location
  kind: 'functionapp,linux'
  // How azd finds the app of azure.yaml's service.
  tags: {
    'azd-service-name': 'payments'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
    // With which the platform reads the secrets that settings refer to.
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      minTlsVersion: '1.2'
    }
  }
  dependsOn: [
    deploymentContainer
    storageAssignments
  ]
}

// One account is Tables__serviceUri; several are Tables__0__serviceUri, Tables__1__serviceUri and so on, in this order.
var furtherTableSettings = toObject(
  range(0, furtherStorageAccounts),
  index => 'Tables__${index + 1}__serviceUri',
  index => 'https://${furtherStorageNames[index]}.table.${environment().suffixes.storage}/'
)
var firstTableSetting = furtherStorageAccounts == 0 ? 'Tables__serviceUri' : 'Tables__0__serviceUri'

// Settings hold references, which the platform replaces by the secrets when it starts the app: infra/README.md.
func toReference(vaultName string, secretName string) string =>
  '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${secretName})'

var stripeSettings = flatten(map(stripeAccounts, (account, index) => concat(
  [
    { name: '${index}__Organization', value: account.organization }
    { name: '${index}__SecretKey', value: toReference(vault.name, account.secretKeyName) }
  ],
  map(account.webhookSecretNames, (secret, number) => {
    name: '${index}__WebhookSecrets__${number}'
    value: toReference(vault.name, secret)
  })
)))
var commerceHubSettings = flatten(map(commerceHubAccounts, (account, index) => concat(
  [
    { name: '${index}__Organization', value: account.organization }
    { name: '${index}__ApiKey', value: toReference(vault.name, account.apiKeyName) }
    { name: '${index}__Secret', value: toReference(vault.name, account.secretName) }
    { name: '${index}__MerchantId', value: account.merchantId }
    { name: '${index}__TerminalId', value: account.terminalId }
  ],
  empty(account.?tokenSource) ? [] : [{ name: '${index}__TokenSource', value: account.?tokenSource }]
)))
var processorSettings = union(
  toObject(stripeSettings, setting => 'Processors__Stripe__Accounts__${setting.name}', setting => setting.value),
  toObject(commerceHubSettings, setting => 'Processors__CommerceHub__Accounts__${setting.name}', setting => setting.value),
  empty(commerceHubAddress) ? {} : { Processors__CommerceHub__Address: commerceHubAddress }
)

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(furtherTableSettings, processorSettings, {
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    // Selects the identity for DefaultAzureCredential in the app's own clients.
    AZURE_CLIENT_ID: identity.properties.clientId
    AzureWebJobsStorage__accountName: storage.name
    AzureWebJobsStorage__clientId: identity.properties.clientId
    AzureWebJobsStorage__credential: 'managedidentity'
    // The app answers preflight requests itself. Leave siteConfig.cors unset, or the platform answers instead.
    Cors__AllowedOrigins: corsAllowedOrigins
    Credentials__KeyVaultUri: vault.properties.vaultUri
    // The host holds each body in memory. Four times what the app accepts, so that the app says so itself.
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1048576'
    ServiceBus__clientId: identity.properties.clientId
    ServiceBus__credential: 'managedidentity'
    ServiceBus__fullyQualifiedNamespace: '${serviceBus.name}.servicebus.windows.net'
    '${firstTableSetting}': storage.properties.primaryEndpoints.table
  })
  dependsOn: [
    encryptionKey
    furtherStorageAssignments
    furtherTables
    insightsAssignment
    serviceBusAssignment
    serviceBusQueues
    tables
    vaultAssignment
  ]
}

output baseAddress string = 'https://${app.properties.defaultHostName}'
output functionAppName string = app.name
