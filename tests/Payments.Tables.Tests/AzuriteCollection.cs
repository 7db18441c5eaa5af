namespace Payments.Tables.Tests;

/// <summary>One Azurite for all of these tests; each test has its own organizations.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<TablesFixture>
{
    public const string Name = "azurite";
}
