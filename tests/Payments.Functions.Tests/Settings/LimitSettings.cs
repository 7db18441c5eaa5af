using Microsoft.Extensions.Configuration;
using Payments.Functions.Settings;
using Payments.Handlers.Ports;

namespace Payments.Functions.Tests.Settings;

/// <summary>An organization's limits in the settings of a local service.</summary>
public sealed class LimitSettings
{
    [Fact]
    public void Without_settings_open_credits_are_off()
    {
        Assert.Equal(DailyAmounts.None, OrganizationLimits.Default.CreditsPerDay);
        Assert.Equal("", new OrganizationSettings().CreditsPerDay);
        Assert.Equal(OrganizationLimits.DefaultRequestsPerSecond, new OrganizationSettings().RequestsPerSecond);
    }

    [Theory]
    [InlineData("RequestsPerSecond", "20")]
    [InlineData("RefundsPerDay", "USD 1.00")]
    [InlineData("CreditsPerDay", "EUR 2.00, JPY 3")]
    public void Valid_limits_are_taken(string setting, string value) =>
        Assert.DoesNotContain(Find(setting, value), problem => problem.Contains(setting, StringComparison.Ordinal));

    [Theory]
    [InlineData("RequestsPerSecond", "0")]
    [InlineData("RequestsPerSecond", "-1")]
    [InlineData("RequestsPerSecond", "1000001")]
    [InlineData("RefundsPerDay", "1000")]
    [InlineData("CreditsPerDay", "USD lots")]
    public void A_wrong_limit_stops_the_start_and_is_named(string setting, string value) =>
        Assert.Contains(
            Find(setting, value),
            problem => problem.Contains(setting, StringComparison.Ordinal)
                && problem.Contains($"'{value}'", StringComparison.Ordinal));

    private static IReadOnlyList<string> Find(string setting, string value) => SettingsCheck.Find(
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Organizations:0:Id"] = "shop",
                [$"Organizations:0:{setting}"] = value,
            })
            .Build(),
        isLocal: true);
}
