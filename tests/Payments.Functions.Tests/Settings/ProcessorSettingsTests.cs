using Microsoft.Extensions.Configuration;
using Payments.Functions.Settings;
using Payments.Ledger.Identity;

namespace Payments.Functions.Tests.Settings;

public sealed class ProcessorSettingsTests
{
    private const string Stripe = "Processors__Stripe__";
    private const string FirstAtStripe = $"{Stripe}Accounts__0__";
    private const string Hub = "Processors__CommerceHub__";
    private const string FirstAtHub = $"{Hub}Accounts__0__";

    private static readonly Dictionary<string, string> Right = new()
    {
        [$"{FirstAtStripe}Organization"] = "acme",
        [$"{FirstAtStripe}SecretKey"] = "sk_live_51",
        [$"{FirstAtStripe}WebhookSecrets__0"] = "whsec_1",
        [$"{FirstAtStripe}WebhookSecrets__1"] = "whsec_2",
        [$"{FirstAtHub}Organization"] = "acme",
        [$"{FirstAtHub}ApiKey"] = "a-key",
        [$"{FirstAtHub}Secret"] = "a-secret",
        [$"{FirstAtHub}MerchantId"] = "200000000001",
        [$"{FirstAtHub}TerminalId"] = "30000001",
        [$"{Hub}Address"] = "https://connect-cert.fiservapis.com/ch",
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Right_settings_are_right_and_are_read(bool isLocal)
    {
        Assert.Empty(Find(isLocal));

        var stripe = Assert.Single(ProcessorSettings.ReadStripe(Configuration()).Accounts);
        Assert.Equal("acme at Stripe", stripe.ToString());
        var hub = ProcessorSettings.ReadCommerceHub(Configuration());
        Assert.Equal(OrganizationId.From("acme"), Assert.Single(hub.Accounts).Organization);
        Assert.Equal("connect-cert.fiservapis.com", hub.Address.Host);
    }

    [Theory]
    [InlineData($"{FirstAtStripe}SecretKey", "pk_live_51")]
    [InlineData($"{FirstAtStripe}SecretKey", "")]
    [InlineData($"{FirstAtStripe}SecretKey", "@Microsoft.KeyVault(SecretUri=https://vault)", 2)]
    [InlineData($"{FirstAtStripe}SecretKey", "sk_test_demo")]
    [InlineData($"{FirstAtStripe}WebhookSecrets__0", "hooks-1234")]
    [InlineData($"{FirstAtStripe}WebhookSecrets__0", "whsec_demo")]
    [InlineData($"{FirstAtStripe}WebhookSecret", "whsec_1")]
    [InlineData($"{FirstAtHub}Secret", "")]
    [InlineData($"{FirstAtHub}ApiKey", "demo-commercehub-key")]
    [InlineData($"{FirstAtHub}Secret", "demo-commercehub-secret")]
    [InlineData($"{FirstAtHub}Password", "x")]
    [InlineData("Processors__Paypal__Address", "https://example.com")]
    public void A_mistake_is_named_without_its_value(string setting, string value, int problems = 1)
    {
        var found = Find(isLocal: false, (setting, value));

        Assert.Equal(problems, found.Count);
        Assert.All(found, problem => Assert.Contains(
            setting.StartsWith("Processors__Paypal", StringComparison.Ordinal) ? "Processors__Paypal" : setting,
            problem,
            StringComparison.Ordinal));
        if (value.Length > 1)
            Assert.All(found, problem => Assert.DoesNotContain(value, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"{FirstAtStripe}Organization", "ops")]
    [InlineData($"{FirstAtHub}Organization", "")]
    [InlineData($"{Stripe}Address", "http://api.stripe.com")]
    [InlineData($"{Stripe}Address", "ftp://127.0.0.1")]
    [InlineData($"{Stripe}Address", "api.stripe.com")]
    public void A_mistake_that_is_no_secret_is_named_with_its_value(string setting, string value)
    {
        var problem = Assert.Single(Find(isLocal: true, (setting, value)));

        Assert.Contains(setting, problem, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_local_service_may_have_a_processor_on_its_own_machine(bool isLocal) => Assert.Equal(
        isLocal, Find(isLocal, ($"{Stripe}Address", "http://127.0.0.1:4711")).Count == 0);

    [Fact]
    public void An_organization_has_one_account_and_an_account_two_secrets_for_webhooks()
    {
        var problems = Find(
            isLocal: true,
            ($"{Stripe}Accounts__1__Organization", "acme"),
            ($"{Stripe}Accounts__1__SecretKey", "sk_live_52"),
            ($"{FirstAtStripe}WebhookSecrets__2", "whsec_3"));

        Assert.Equal(2, problems.Count);
        Assert.Contains(
            "Processors__Stripe__Accounts__0 and Processors__Stripe__Accounts__1 are of the same organization, 'acme'.",
            problems);
    }

    [Theory]
    [InlineData("acme", "sandbox", null)]
    [InlineData("acme", "stripe", null)]
    [InlineData("acme", "commercehub", null)]
    [InlineData("other", "sandbox", null)]
    [InlineData("other", "stripe", "no account in Processors__… is of other")]
    [InlineData("acme", "paypal", "it is one of sandbox, stripe, commercehub")]
    [InlineData("acme", "external", "it is one of sandbox, stripe, commercehub")]
    [InlineData("acme", "Stripe", "it is one of sandbox, stripe, commercehub")]
    public void An_organization_can_have_a_processor_that_there_is_and_that_it_has_an_account_at(
        string organization, string processor, string? problem) =>
        Assert.Equal(problem, ProcessorSettingsCheck.FindProblem(Configuration(), organization, processor));

    private static IReadOnlyList<string> Find(bool isLocal, params (string Name, string Value)[] changes) =>
        ProcessorSettingsCheck.Find(Configuration(changes), isLocal);

    private static IConfiguration Configuration(params (string Name, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>(Right);
        foreach (var (name, value) in changes) settings[name] = value;
        return new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(
                setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
            .Build();
    }
}
