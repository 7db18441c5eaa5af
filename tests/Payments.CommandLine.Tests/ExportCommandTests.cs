namespace Payments.CommandLine.Tests;

public sealed class ExportCommandTests
{
    private const string Header =
        "time,order,change,id,key,status,currency,amount,refunded,released,ledger,sequence,event";

    [Fact]
    public async Task All_pages_are_followed_to_the_end_though_some_have_no_events()
    {
        await using var service = new ScriptedService()
            .Answer("GET /demo/events?limit=100", 200, Page("evt-1", Event("evt-1", "o-1", "45.00")))
            .Answer("GET /demo/events?limit=100&after=evt-1", 200, Page("evt-5"))
            .Answer("GET /demo/events?limit=100&after=evt-5", 200, Page("evt-6", Event("evt-6", "o-2", "5.00")))
            .Answer("GET /demo/events?limit=100&after=evt-6", 200, Page("evt-6"));

        var result = await Command.RunAsync("export", "--address", service.Address);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            [
                Header,
                "2026-11-27T10:00:00.0000000Z,o-1,refund.succeeded,ref-1,r-1,succeeded,USD,45.00,45.00,,ab,12,evt-1",
                "2026-11-27T10:00:00.0000000Z,o-2,refund.succeeded,ref-1,r-1,succeeded,USD,5.00,5.00,,ab,12,evt-6",
            ],
            Lines(result.Output));
    }

    [Fact]
    public async Task An_order_number_that_a_spreadsheet_would_calculate_is_text_and_a_negative_amount_is_a_number()
    {
        await using var service = new ScriptedService()
            .Answer("GET /demo/events?limit=100", 200, Page("evt-1", Event("evt-1", "=1+1", "-45.00")))
            .Answer("GET /demo/events?limit=100&after=evt-1", 200, Page("evt-1"));

        var result = await Command.RunAsync("export", "--address", service.Address);

        Assert.Contains(
            ""","'=1+1",refund.succeeded,ref-1,r-1,succeeded,USD,-45.00,""",
            result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_goes_on_after_the_last_event_of_the_one_before()
    {
        await using var service = new ScriptedService()
            .Answer("GET /demo/events?limit=100&after=evt-1", 200, Page("evt-1"));

        var result = await Command.RunAsync("export", "--address", service.Address, "--after", "evt-1");

        Assert.Equal([Header], Lines(result.Output));
    }

    private static string[] Lines(string output) =>
        output.Split("\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Page(string next, params string[] events) =>
        $$"""{"events":[{{string.Join(',', events)}}],"next":"{{next}}"}""";

    private static string Event(string id, string order, string amount) =>
        $$$"""
        {"id":"{{{id}}}","type":"payments.refund.succeeded.v1","time":"2026-11-27T10:00:00.0000000Z","ledger":"ab",
        "sequence":"12","data":{"id":"ref-1","key":"r-1","order_number":"{{{order}}}","status":"succeeded",
        "amount":"{{{amount}}}","refunded":"{{{amount}}}","currency":"USD"}}
        """;
}
