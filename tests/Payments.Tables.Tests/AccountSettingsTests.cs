using Microsoft.Extensions.Configuration;
using Payments.Tables.Storage;
using Payments.Testing;

namespace Payments.Tables.Tests;

public sealed class AccountSettingsTests
{
    private const string Key = "c2VjcmV0";
    private const string A = $"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Key};";
    private const string B = $"DefaultEndpointsProtocol=https;AccountName=b;AccountKey={Key};";
    private const string AddressOfA = "https://a.table.core.windows.net/";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", null, true)]
    [InlineData($"AccountName=a;AccountKey={Key};TableEndpoint=http://127.0.0.1:10002/a;", null, true)]
    [InlineData($"AccountName=a;AccountKey={Key};TableEndpoint={AddressOfA};", null, false)]
    [InlineData(A, null, false)]
    [InlineData(null, AddressOfA, false)]
    [InlineData(null, "http://localhost:10002/a", true)]
    [InlineData(null, null, false)]
    [InlineData("", "", false)]
    public void Only_tables_on_this_machine_are_local(string? connection, string? address, bool isLocal)
    {
        var settings = Read(("Tables", connection), ("Tables:serviceUri", address));

        Assert.Empty(settings.Problems);
        Assert.Equal(isLocal, settings.AreLocal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:10002/a", "http://127.0.0.1:10002/b", true)]
    [InlineData("http://127.0.0.1:10002/a", "https://b.table.core.windows.net", false)]
    [InlineData("https://a.table.core.windows.net", "http://127.0.0.1:10002/b", false)]
    public void Several_accounts_are_local_if_all_are(string first, string second, bool areLocal)
    {
        var settings = Read(("Tables:0:serviceUri", first), ("Tables:1:serviceUri", second));

        Assert.Empty(settings.Problems);
        Assert.Equal(areLocal, settings.AreLocal);
    }

    [Fact]
    public void A_list_has_the_order_of_its_numbers_and_may_mix_connection_strings_and_addresses()
    {
        var list = Enumerable.Range(0, StorageAccounts.MaxAccounts)
            .Reverse()
            .Select(number => number % 2 == 0
                ? ($"Tables:{number}", (string?)A.Replace("=a;", $"=a{number};", StringComparison.Ordinal))
                : ($"Tables:{number}:serviceUri", $"https://a{number}.table.core.windows.net"));

        var settings = Read([.. list]);

        Assert.Empty(settings.Problems);
        Assert.Equal(
            Enumerable.Range(0, StorageAccounts.MaxAccounts).Select(number => $"a{number}.table.core.windows.net"),
            settings.Accounts.Select(account => account.Endpoint.Host));
    }

    [Fact]
    public void A_mistake_is_named_by_its_setting_and_shows_no_secret()
    {
        AssertProblem("Tables is one account and a list", ("Tables", A), ("Tables:0", B));
        AssertProblem("Tables is one account and a list", ("Tables:serviceUri", AddressOfA), ("Tables:0", B));
        AssertProblem("Tables and Tables__serviceUri are both set", ("Tables", A), ("Tables:serviceUri", AddressOfA));
        AssertProblem(
            "Tables__0 and Tables__0__serviceUri are both set", ("Tables:0", B), ("Tables:0:serviceUri", AddressOfA));
        AssertProblem("Tables__1 is missing", ("Tables:0", A), ("Tables:2", B));
        AssertProblem("Tables__0 is missing", ("Tables:1", A));
        AssertProblem("Tables__1 is empty", ("Tables:0", A), ("Tables:1", ""));
        AssertProblem("Tables__1 is empty", ("Tables:0", A), ("Tables:1:serviceUri", ""));
        AssertProblem("Tables__name is not a setting", ("Tables:0", A), ("Tables:name", "x"));
        AssertProblem("Tables__0__uri is not a setting", ("Tables:0", A), ("Tables:0:uri", "x"));
        AssertProblem("Tables is not a connection string", ("Tables", $"AccountKey={Key}"));
        AssertProblem("Tables__0 is not a connection string", ("Tables:0", Key));
        AssertProblem("Tables__0__serviceUri is not the address", ("Tables:0:serviceUri", $"x?{Key}"));
        AssertProblem("Tables__0__serviceUri is not the address", ("Tables:0:serviceUri", "ftp://a.example"));
        AssertProblem("Tables__0 and Tables__1 are the same", ("Tables:0", A), ("Tables:1:serviceUri", AddressOfA));
        AssertProblem(
            $"the most are {StorageAccounts.MaxAccounts}",
            [
                .. Enumerable.Range(0, StorageAccounts.MaxAccounts + 1)
                    .Select(number => ($"Tables:{number}:serviceUri", $"https://a{number}.table.core.windows.net")),
            ]);
    }

    private static void AssertProblem(string expected, params (string Name, string? Value)[] settings)
    {
        var problems = Read(settings).Problems;

        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.DoesNotContain(Key, problem, StringComparison.Ordinal));
    }

    private static AccountSettings Read(params (string Name, string? Value)[] settings) => AccountSettings.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value))
            .Build());
}
