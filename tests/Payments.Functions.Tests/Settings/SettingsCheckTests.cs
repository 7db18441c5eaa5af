using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Payments.Functions.Settings;
using Payments.Testing;

namespace Payments.Functions.Tests.Settings;

public sealed class SettingsCheckTests
{
    private const string First = "Organizations__0__";

    private static readonly Dictionary<string, string> Sample = ReadSample();

    [Fact]
    public void The_sample_is_right_for_a_local_service() => Assert.Empty(Find(isLocal: true));

    [Theory]
    [InlineData("AllocationPolicy", "Nonsense")]
    [InlineData("AllocationPolicy", "1")]
    [InlineData("AllocationPolicy", "")]
    [InlineData("LateFailures", "Ignore")]
    [InlineData("LateFailures", "1")]
    [InlineData("AuthorizationDays", "seven")]
    [InlineData("AuthorizationDays", "-1")]
    [InlineData("AuthorizationDays", "0")]
    [InlineData("AuthorizationDays", "1e300")]
    [InlineData("RefundsReopenBalance", "perhaps")]
    [InlineData("Id", "ops")]
    [InlineData("Id", "other")]
    [InlineData("Processor", "paypal")]
    [InlineData("Processor", "stripe")]
    [InlineData("OrderCloudClients__0__Id", "a client")]
    [InlineData("OrderCloudClients__0__Id", "other-ordercloud-client")]
    [InlineData("CommerceHubKeys__0__Key", "")]
    [InlineData("AllocationPolicies", "FewestCaptures")]
    [InlineData("OrderCloudClients__0__Role", "OrderAdmin")]
    [InlineData("CommerceHubKeys__0__Merchant__Town", "Atlanta")]
    public void A_mistake_stops_the_start_and_is_named_with_its_value(string setting, string value)
    {
        var problem = Assert.Single(Find(isLocal: true, (First + setting, value)));

        Assert.Contains(First + setting, problem, StringComparison.Ordinal);
        if (!problem.Contains("is not a setting", StringComparison.Ordinal) && !problem.Contains("same credential"))
            Assert.Contains($"'{value}'", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FlowTokens__0", "withoutaseparator")]
    [InlineData("FlowTokens__0", "no-secret-")]
    [InlineData("FlowTokens__0", "other-flow-token")]
    [InlineData("FlowTokens__0", "other-flow-anothersecret")]
    [InlineData("OrderCloudClients__0__Secret", " ")]
    public void A_mistake_in_a_secret_is_named_without_its_value(string setting, string value)
    {
        var problem = Assert.Single(Find(isLocal: true, (First + setting, value)));

        Assert.Contains(First + setting, problem, StringComparison.Ordinal);
        if (value != " ") Assert.DoesNotContain(value, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mistake_in_the_list_of_storage_accounts_stops_any_start_and_shows_no_secret(bool isLocal)
    {
        const string Account = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0;";

        var problems = Find(isLocal, ("Tables", ""), ("Tables__0", Account), ("Tables__2", Account));

        Assert.Contains(problems, problem => problem.StartsWith("Tables__1 is missing", StringComparison.Ordinal));
        Assert.Contains("Tables__0 and Tables__2 are the same storage account.", problems);
        Assert.All(problems, problem => Assert.DoesNotContain("c2VjcmV0", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_named_at_once() => Assert.Equal(
        2, Find(isLocal: true, (First + "AllocationPolicy", "x"), (First + "AuthorizationDays", "y")).Count);

    [Theory]
    [InlineData("Ops__Tokens")]
    [InlineData("Credentials__EncryptionKeys")]
    [InlineData("OrderCloud__Key")]
    public void An_unknown_setting_of_a_known_section_is_named(string setting) =>
        Assert.Contains(setting, Assert.Single(Find(isLocal: true, (setting, "x"))), StringComparison.Ordinal);

    [Fact]
    public void A_deployed_app_rejects_everything_of_the_sample_by_name_without_a_value()
    {
        var problems = string.Join(' ', Find(isLocal: false));

        Assert.All(
            Sample.Where(setting => setting.Key.StartsWith("Organizations", StringComparison.Ordinal)
                || setting.Key is "OrderCloud__SigningKey" or "Ops__Token" or "Credentials__EncryptionKey"),
            setting => Assert.Contains(setting.Key, problems, StringComparison.Ordinal));
        foreach (var secret in new[] { "demo-flow-token", "demo-ops-token", Sample["Credentials__EncryptionKey"] })
            Assert.DoesNotContain(secret, problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", false)]
    [InlineData("demo-ops-token-that-is-longer-than-32-characters", false)]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    public void A_deployed_app_takes_no_weak_token(string token, bool isStrong)
    {
        var configuration = Configuration([new("Ops:Token", token)]);

        Assert.Equal(isStrong, SettingsCheck.Find(configuration, isLocal: false).Count == 0);
    }

    private static IReadOnlyList<string> Find(bool isLocal, params (string Name, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>(Sample);
        foreach (var (name, value) in changes) settings[name] = value;
        return SettingsCheck.Find(
            Configuration(settings.Select(setting => new KeyValuePair<string, string?>(
                setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value))),
            isLocal);
    }

    private static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static Dictionary<string, string> ReadSample()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "local.settings.sample.json")));
        return json.RootElement.GetProperty("Values").EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!);
    }
}
