using Payments.Testing;

namespace Payments.Polyfills.Tests.Tables;

/// <summary>One Azurite for all of these tests; each test has a table of its own.</summary>
[CollectionDefinition(Name)]
public sealed class TablesCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "tables";
}
