using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Payments.ServiceBus;
using Payments.Tables.Storage;

namespace Payments.Codebase.Tests;

/// <summary>The Bicep file, the local broker and the code have the same tables and queues.</summary>
public sealed partial class InfrastructureTests
{
    private static readonly string Bicep = Read("infra/main.bicep");

    private static readonly List<JsonElement> LocalQueues =
    [
        .. JsonDocument.Parse(Read("infra/servicebus.emulator.json")).RootElement
            .GetProperty("UserConfig").GetProperty("Namespaces")[0].GetProperty("Queues").EnumerateArray(),
    ];

    [Fact]
    public void The_tables_match_the_code()
    {
        Assert.Equal(TableNames.All.Order(), ListTables("tableNames"));
        Assert.Equal(TableNames.Spread.Order(), ListTables("spreadTableNames"));
    }

    [Fact]
    public void The_most_storage_accounts_are_those_of_the_code() => Assert.Contains(
        $"@maxValue({StorageAccounts.MaxAccounts - 1})\nparam furtherStorageAccounts int = 0\n",
        Bicep,
        StringComparison.Ordinal);

    [Fact]
    public void The_queues_match_the_code()
    {
        Assert.NotEmpty(QueueNames.All);
        Assert.Equal(QueueNames.All.Order(), SessionsInBicep().Keys.Order());
        Assert.Equal(QueueNames.All.Order(), LocalQueues.Select(NameOf).Order());
    }

    [Fact]
    public void A_queue_requires_sessions_if_its_trigger_does()
    {
        var local = LocalQueues.ToDictionary(
            NameOf, queue => queue.GetProperty("Properties").GetProperty("RequiresSession").GetBoolean());
        var triggers = Triggers();

        Assert.Equal(QueueNames.All.Order(), triggers.Keys.Order());
        Assert.All(triggers, trigger =>
        {
            Assert.Equal(trigger.Value, local[trigger.Key]);
            Assert.Equal(trigger.Value, SessionsInBicep()[trigger.Key]);
        });
    }

    [Theory]
    [InlineData("DeadLetteringOnMessageExpiration")]
    [InlineData("DefaultMessageTimeToLive")]
    [InlineData("DuplicateDetectionHistoryTimeWindow")]
    [InlineData("LockDuration")]
    [InlineData("MaxDeliveryCount")]
    [InlineData("RequiresDuplicateDetection")]
    public void A_queue_has_the_same_settings_in_Bicep_and_locally(string property)
    {
        var name = char.ToLowerInvariant(property[0]) + property[1..];
        var bicep = Regex.Match(Bicep, $@"^\s+{name}: '?([\w]+)'?$", RegexOptions.Multiline).Groups[1].Value;

        Assert.All(LocalQueues, queue => Assert.Equal(
            bicep, queue.GetProperty("Properties").GetProperty(property).ToString(), ignoreCase: true));
    }

    [Fact]
    public void Keys_are_neither_read_nor_allowed()
    {
        Assert.DoesNotContain("listKeys", Bicep, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", Bicep, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SharedAccessKey", Bicep, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("allowSharedKeyAccess: false", Bicep, StringComparison.Ordinal);
        Assert.Contains("disableLocalAuth: true", Bicep, StringComparison.Ordinal);
    }

    /// <summary>Which queues the triggers read, and whether with sessions.</summary>
    private static Dictionary<string, bool> Triggers() => typeof(Functions.Composition).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetParameters())
        .Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>())
        .OfType<ServiceBusTriggerAttribute>()
        .ToDictionary(trigger => trigger.QueueName!, trigger => trigger.IsSessionsEnabled);

    private static IEnumerable<string> ListTables(string variable)
    {
        var list = Regex.Match(Bicep, $@"var {variable} = \[([^\]]*)\]").Groups[1].Value;
        return Quoted().Matches(list).Select(match => match.Groups[1].Value).Order();
    }

    private static Dictionary<string, bool> SessionsInBicep() => BicepQueue().Matches(Bicep)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value == "true");

    private static string NameOf(JsonElement queue) => queue.GetProperty("Name").GetString()!;

    private static string Read(string file) => File.ReadAllText(Repository.FullPath(file));

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"name: '(\w+)'\s+requiresSession: (true|false)")]
    private static partial Regex BicepQueue();
}
