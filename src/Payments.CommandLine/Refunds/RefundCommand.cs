using System.ComponentModel;
using System.Text.Json.Nodes;
using Payments.CommandLine.Service;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Payments.CommandLine.Refunds;

/// <summary>What to refund.</summary>
internal sealed class RefundSettings : OrganizationSettings
{
    [CommandOption("--order <NUMBER>")]
    [Description("Of all captures of this order.")]
    public string? Order { get; init; }

    [CommandOption("--authorization <ID>")]
    [Description("Of the captures of this authorization; its id or its key.")]
    public string? Authorization { get; init; }

    [CommandOption("--capture <ID>")]
    [Description("Of this capture; its id or its key.")]
    public string? Capture { get; init; }

    [CommandOption("--amount <AMOUNT>")]
    [Description("How much (default: all that is left).")]
    public decimal? Amount { get; init; }

    [CommandOption("--key <KEY>")]
    [Description("The refund's key: the same key again is the same refund (default: a new one, which is printed).")]
    public string? Key { get; init; }

    [CommandOption("--preview")]
    [Description("Only shows what each --policy (default: the organization's) would allocate; nothing is stored.")]
    public bool Preview { get; init; }

    [CommandOption("--policy <POLICY>")]
    [Description("fewest_captures, oldest_first, newest_first or proportional; may be given several times.")]
    public string[] Policies { get; init; } = [];

    public override ValidationResult Validate()
    {
        if (Order is null && Authorization is null && Capture is null)
            return ValidationResult.Error("Say of what: --order, --authorization or --capture.");
        return Policies.Length > 0 && !Preview
            ? ValidationResult.Error("--policy is for --preview: a refund is allocated by its organization's policy.")
            : ValidationResult.Success();
    }
}

/// <summary>Makes a refund and waits for its end, or previews one.</summary>
internal sealed class RefundCommand : AsyncCommand<RefundSettings>
{
    private const int Failed = 2;

    /// <summary>A refund normally takes milliseconds; one that is pending at its processor may take days.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public override Task<int> ExecuteAsync(
        CommandContext context, RefundSettings settings, CancellationToken cancellationToken) => settings.Preview
        ? PreviewAsync(settings, cancellationToken)
        : RefundAsync(settings, cancellationToken);

    private static async Task<int> PreviewAsync(RefundSettings settings, CancellationToken cancellationToken)
    {
        using var service = new ServiceClient(settings.ReadAddress(), settings.ReadToken());
        var policies = string.Join('&', settings.Policies.Select(policy => $"policy={Uri.EscapeDataString(policy)}"));
        var preview = await service.SendAsync(
            HttpMethod.Post,
            $"{settings.Organization}/refunds/preview{(policies.Length == 0 ? "" : $"?{policies}")}",
            CreateForm(settings),
            cancellationToken);
        if (settings.Json)
        {
            preview.Print();
            return 0;
        }

        Console.WriteLine($"{preview.Text("amount")} {preview.Text("currency")} would be refunded.");
        var table = TextTable.Create("policy", "capture", "amount", "available", "reason");
        foreach (var policy in preview["policies"]!.AsArray())
        {
            foreach (var part in policy!["allocations"]!.AsArray())
            {
                table.AddTexts(
                    policy.Text("policy"),
                    part!["capture"].Text("key"),
                    part.Text("amount"),
                    part.Text("available"),
                    part.Text("reason"));
            }
        }

        table.Print();
        return 0;
    }

    private static async Task<int> RefundAsync(RefundSettings settings, CancellationToken cancellationToken)
    {
        using var service = new ServiceClient(settings.ReadAddress(), settings.ReadToken());
        var form = CreateForm(settings);
        var key = settings.Key ?? Guid.NewGuid().ToString("N");
        form["key"] = key;

        // Said before it is sent: if the response is lost, a second refund under another key could be paid as well.
        Console.Error.WriteLine($"The refund's key is {key}: repeated with --key {key}, it is the same refund.");
        await service.SendAsync(HttpMethod.Post, $"{settings.Organization}/refunds", form, cancellationToken);
        var trace = await WaitAsync(
            service, $"{settings.Organization}/refunds/{Uri.EscapeDataString(key)}/allocations", cancellationToken);
        if (settings.Json) trace.Print();
        else Print(key, trace);
        return trace.Text("status") is "failed" or "canceled" ? Failed : 0;
    }

    private static async Task<JsonNode> WaitAsync(
        ServiceClient service, string path, CancellationToken cancellationToken)
    {
        var end = DateTime.UtcNow + MaxWait;
        while (true)
        {
            var trace = await service.GetAsync(path, cancellationToken);
            if (trace.Text("status") != "pending" || DateTime.UtcNow > end) return trace;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static void Print(string key, JsonNode trace)
    {
        Console.WriteLine(
            $"Refund {key} {trace.Text("status")}: {trace.Text("refunded")} of {trace.Text("requested")} "
            + $"{trace.Text("currency")}, by {trace.Text("policy")}.");
        var table = TextTable.Create("capture", "amount", "reason", "status", "decline", "reference");
        foreach (var part in trace["allocations"]!.AsArray())
        {
            table.AddTexts(
                part!["capture"].Text("key"),
                part.Text("amount"),
                part.Text("reason"),
                part.Text("status"),
                part["processor"].Text("decline_message"),
                part["processor"].Text("reference"));
        }

        table.Print();
    }

    private static JsonObject CreateForm(RefundSettings settings)
    {
        var form = new JsonObject();
        Add("order_number", settings.Order);
        Add("authorization_id", settings.Authorization);
        Add("capture_id", settings.Capture);
        Add("amount", settings.Amount);
        return form;

        void Add<T>(string field, T? value)
        {
            if (value is not null) form[field] = JsonValue.Create(value);
        }
    }
}
