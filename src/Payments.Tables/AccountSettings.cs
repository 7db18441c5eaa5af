using System.Globalization;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>
/// The setting <c>Tables</c>: the storage accounts, each a connection string, or a <c>serviceUri</c> for the app's
/// identity. One account is <c>Tables</c> or <c>Tables:serviceUri</c>; several are <c>Tables:0</c>,
/// <c>Tables:1:serviceUri</c> and so on.
/// </summary>
public sealed class AccountSettings
{
    private const string Tables = "Tables";
    private const string ServiceUri = "serviceUri";

    private readonly List<AccountSetting> _accounts = [];
    private readonly List<string> _problems = [];

    private AccountSettings()
    {
    }

    /// <summary>The mistakes in them: each names its setting, and shows no value, which may be a secret.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>
    /// Whether all tables are on this machine: a service that runs elsewhere is one that strangers can reach.
    /// </summary>
    public bool AreLocal => _accounts.Count > 0 && _accounts.All(account => account.IsLocal);

    internal IReadOnlyList<AccountSetting> Accounts => _accounts;

    /// <summary>Reads them.</summary>
    public static AccountSettings Read(IConfiguration configuration)
    {
        var read = new AccountSettings();
        var section = configuration.GetSection(Tables);
        var listed = section.GetChildren().Where(child => !IsServiceUri(child)).ToList();
        if (listed.Count == 0)
            read.AddIfAny(section);
        else
            read.AddList(section, listed);
        read.CheckEndpoints();
        return read;
    }

    private static bool IsServiceUri(IConfigurationSection section) =>
        section.Key.Equals(ServiceUri, StringComparison.OrdinalIgnoreCase);

    private void AddList(IConfigurationSection section, List<IConfigurationSection> listed)
    {
        if (section.Value is { Length: > 0 } || section[ServiceUri] is { Length: > 0 })
            Add($"{Tables} is one account and a list of accounts at the same time: it must be one of the two.");
        var names = Enumerable.Range(0, listed.Count).Select(index => index.ToString(CultureInfo.InvariantCulture));
        foreach (var missing in names.Except(listed.Select(child => child.Key)))
            Add($"{Tables}__{missing} is missing: the accounts are numbered from 0 without a gap.");
        foreach (var account in listed)
        {
            if (!account.Key.All(char.IsAsciiDigit))
                Add($"{Show(account)} is not a setting: there are {ServiceUri} and numbers.");
            else if (!AddIfAny(account))
                Add($"{Show(account)} is empty.");
            foreach (var unknown in account.GetChildren().Where(child => !IsServiceUri(child)))
                Add($"{Show(unknown)} is not a setting: there is {ServiceUri}.");
        }

        if (listed.Count > StorageAccounts.MaxAccounts)
            Add($"{Tables} has {listed.Count} accounts: the most are {StorageAccounts.MaxAccounts}.");
    }

    private bool AddIfAny(IConfigurationSection section)
    {
        var connection = section.Value is { Length: > 0 } text ? text : null;
        var address = section[ServiceUri] is { Length: > 0 } uri ? uri : null;
        if (connection is null && address is null) return false;
        if (connection is not null && address is not null)
            Add($"{Show(section)} and {Show(section)}__{ServiceUri} are both set: one of them must go.");
        else if (AccountSetting.TryCreate(Show(section), connection, address) is { } account)
            _accounts.Add(account);
        else if (connection is not null)
            Add($"{Show(section)} is not a connection string of a storage account.");
        else
            Add($"{Show(section)}__{ServiceUri} is not the address of a table service.");
        return true;
    }

    private void CheckEndpoints()
    {
        foreach (var same in _accounts.GroupBy(account => account.Endpoint).Where(same => same.Count() > 1))
            Add($"{string.Join(" and ", same.Select(account => account.Name))} are the same storage account.");
    }

    private void Add(string problem) => _problems.Add(problem);

    /// <summary>A setting's name as it is written in files and environments.</summary>
    private static string Show(IConfigurationSection section) =>
        section.Path.Replace(":", "__", StringComparison.Ordinal);
}

/// <summary>One storage account in the settings.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Connection">The connection string; null if there is an address.</param>
/// <param name="Endpoint">The address of its table service.</param>
internal sealed record AccountSetting(string Name, string? Connection, Uri Endpoint)
{
    /// <summary>Whether it is on this machine.</summary>
    public bool IsLocal => Endpoint.IsLoopback;

    /// <summary>Null if the connection string or the address is not valid.</summary>
    public static AccountSetting? TryCreate(string name, string? connection, string? address)
    {
        try
        {
            var endpoint = connection is not null ? new TableServiceClient(connection).Uri : new Uri(address!);
            return endpoint.Scheme == Uri.UriSchemeHttps || endpoint.Scheme == Uri.UriSchemeHttp
                ? new AccountSetting(name, connection, new UriBuilder(endpoint) { Path = Trim(endpoint) }.Uri)
                : null;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Trim(Uri endpoint) => endpoint.AbsolutePath.TrimEnd('/');
}
