using System.Text.Json;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>Accounts at processors, from the template's parameters to the app's settings (infra/README.md).</summary>
public sealed class ProcessorAccountsInBicep
{
    private const string Stripe = "Processors__Stripe__Accounts__";
    private const string CommerceHub = "Processors__CommerceHub__Accounts__";
    private const string Reference = "'@Microsoft.KeyVault(VaultName={0};SecretName={1})'";

    /// <summary>Two accounts at Stripe, of which one has two secrets for webhooks, and two at the gateway.</summary>
    private const string Parameters =
        """
        using '../../../infra/main.bicep'

        param credentialsEncryptionKey = '01234567890123456789012345678901234567890123'
        param stripeAccounts = [
          { organization: 'acme', secretKeyName: 'acme-key', webhookSecretNames: ['acme-hook', 'acme-hook-2'] }
          { organization: 'shop', secretKeyName: 'shop-key', webhookSecretNames: ['shop-hook'] }
        ]
        param commerceHubAccounts = [
          { organization: 'hub', apiKeyName: 'hub-key', secretName: 'hub-secret', merchantId: '100', terminalId: '7' }
          {
            organization: 'other'
            apiKeyName: 'other-key'
            secretName: 'other-secret'
            merchantId: '200'
            terminalId: '8'
            tokenSource: 'CHASE'
          }
        ]
        param commerceHubAddress = 'https://connect-cert.fiservapis.com/ch'
        """;

    [Fact]
    public async Task An_account_becomes_settings_of_which_the_secrets_are_references_to_the_Key_Vault()
    {
        var settings = await PredictSettingsAsync();

        Assert.Equal(
            new Dictionary<string, string>
            {
                [$"{Stripe}0__Organization"] = "acme",
                [$"{Stripe}0__SecretKey"] = "acme-key in the vault",
                [$"{Stripe}0__WebhookSecrets__0"] = "acme-hook in the vault",
                [$"{Stripe}0__WebhookSecrets__1"] = "acme-hook-2 in the vault",
                [$"{Stripe}1__Organization"] = "shop",
                [$"{Stripe}1__SecretKey"] = "shop-key in the vault",
                [$"{Stripe}1__WebhookSecrets__0"] = "shop-hook in the vault",
                [$"{CommerceHub}0__Organization"] = "hub",
                [$"{CommerceHub}0__ApiKey"] = "hub-key in the vault",
                [$"{CommerceHub}0__Secret"] = "hub-secret in the vault",
                [$"{CommerceHub}0__MerchantId"] = "100",
                [$"{CommerceHub}0__TerminalId"] = "7",
                [$"{CommerceHub}1__Organization"] = "other",
                [$"{CommerceHub}1__ApiKey"] = "other-key in the vault",
                [$"{CommerceHub}1__Secret"] = "other-secret in the vault",
                [$"{CommerceHub}1__MerchantId"] = "200",
                [$"{CommerceHub}1__TerminalId"] = "8",
                [$"{CommerceHub}1__TokenSource"] = "CHASE",
                ["Processors__CommerceHub__Address"] = "https://connect-cert.fiservapis.com/ch",
            }.OrderBy(setting => setting.Key, StringComparer.Ordinal),
            settings.OrderBy(setting => setting.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Stripe, "StripeAccountSettings")]
    [InlineData(CommerceHub, "CommerceHubAccountSettings")]
    public async Task The_app_knows_each_setting_of_an_account(string prefix, string type)
    {
        var known = typeof(Functions.Composition).Assembly.GetTypes()
            .Single(found => found.Name == type)
            .GetProperties()
            .Select(property => property.Name);

        var set = (await PredictSettingsAsync()).Keys
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..].Split("__")[1])
            .Distinct();

        Assert.Empty(set.Except(known));
    }

    /// <summary>
    /// The settings of processors that a deployment would make, as the compiler predicts them without Azure: the
    /// vault's name is known only there.
    /// </summary>
    private static async Task<Dictionary<string, string>> PredictSettingsAsync()
    {
        var folder = Directory.CreateDirectory(
            Path.Combine(RepositoryRoot.Path, ".local", "tests", $"bicep-{Guid.NewGuid():N}"));
        try
        {
            var file = Path.Combine(folder.FullName, "accounts.bicepparam");
            await File.WriteAllTextAsync(file, Parameters);
            var (status, _, messages) = await BicepCompiler.RunAsync(
                ["snapshot", file, "--mode", "overwrite"], new Dictionary<string, string>());
            Assert.Equal((0, ""), (status, messages));
            using var snapshot = JsonDocument.Parse(
                await File.ReadAllTextAsync(Path.ChangeExtension(file, "snapshot.json")));
            return snapshot.RootElement.GetProperty("predictedResources").EnumerateArray()
                .Single(resource => resource.GetProperty("type").GetString() == "Microsoft.Web/sites/config")
                .GetProperty("properties").EnumerateObject()
                .Where(setting => setting.Name.StartsWith("Processors__", StringComparison.Ordinal))
                .ToDictionary(setting => setting.Name, setting => Show(setting.Value.GetString()!));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A reference is an expression that ends with the secret's name.</summary>
    private static string Show(string value) =>
        value.StartsWith($"[format({Reference}", StringComparison.Ordinal)
            ? $"{value.Split('\'')[^2]} in the vault"
            : value;
}
