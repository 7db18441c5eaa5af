using System.Text.RegularExpressions;
using Payments.Ledger.Records;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>infra/README.md says what can be set for an organization.</summary>
public sealed partial class OrganizationSettingsTable
{
    [Fact]
    public void Every_setting_of_an_organization_is_in_the_table()
    {
        var settings = typeof(Functions.Composition).Assembly
            .GetTypes()
            .Single(type => type.Name == "OrganizationSettings")
            .GetProperties()
            .Select(property => property.Name);

        var rows = Repository.Lines("infra/README.md")
            .Select(line => Row().Match(line).Groups["setting"].Value)
            .Where(setting => setting.Length > 0);

        Assert.Equal(settings, rows);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("infra/README.md")]
    [InlineData("docs/allocation.md")]
    public void Every_allocation_policy_is_named(string document)
    {
        var text = File.ReadAllText(Repository.FullPath(document));
        Findings.MustBeNone(
            from policy in Enum.GetNames<AllocationPolicy>()
            where !text.Contains($"`{policy}`", StringComparison.Ordinal)
            select $"{document} does not name {policy}");
    }

    /// <summary>A row's first setting; what follows two underscores is a part of it.</summary>
    [GeneratedRegex(@"^\| `(?<setting>[A-Z][A-Za-z]+)(__\w+)?`", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
